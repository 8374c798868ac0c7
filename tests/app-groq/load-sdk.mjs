// Loads groq-sdk as an ESM program does.
import Groq from 'groq-sdk';

export const sdk = { Client: Groq, options: { logLevel: 'off' } };
