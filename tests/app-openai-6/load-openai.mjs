// Loads openai like an ESM program of this app.
import OpenAI, { APIPromise, AzureOpenAI } from 'openai';

export const sdk = { OpenAI, AzureOpenAI, APIPromise };
