// Loads @google/genai like an ESM program of this app.
import { GoogleGenAI, Modality } from '@google/genai';

export const sdk = { GoogleGenAI, Modality };
