// @google/genai as an ESM program of this app gets it.
import { GoogleGenAI, Modality } from '@google/genai';

export const sdk = { GoogleGenAI, Modality };
