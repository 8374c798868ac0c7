// Calls with @google/genai.
import { GoogleGenAI, type EmbedContentParameters, type GenerateContentConfig } from '@google/genai';
import type { Call } from '../case.ts';
import { readAll, runCalls } from './run-calls.ts';

await runCalls(() => ({
  'gemini.generate_content': async (call) => {
    const { models } = client(call);
    const { model, contents, ...config } = call.request;
    const request = { model, contents: contents as string, config: config as unknown as GenerateContentConfig };
    return call.stream ? readAll(await models.generateContentStream(request)) : models.generateContent(request);
  },
  'gemini.embed_content': async (call) =>
    client(call).models.embedContent(call.request as unknown as EmbedContentParameters),
}));

function client({ url }: Call): GoogleGenAI {
  return new GoogleGenAI({
    apiKey: 'AIzaSyA0123456789abcdefghijklmnopqrwxyz',
    httpOptions: { baseUrl: url, retryOptions: { attempts: 1 } },
  });
}
