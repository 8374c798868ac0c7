// openai as an ESM program of this app gets it.
import OpenAI, { APIPromise, AzureOpenAI } from 'openai';

export const sdk = { OpenAI, AzureOpenAI, APIPromise };
