/** Makes CALLS calls with the ESM build of the SDK to a local stand-in for Google, then ends. */
import { GoogleGenAI } from '@google/genai';

const response = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP', index: 0 }],
  usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
};
const httpOptions = { fetch: () => Promise.resolve(Response.json(response)) };
const { models } = new GoogleGenAI({ apiKey: 'AIzaSyA0123456789abcdefghijklmnopqrwxyz', httpOptions });
for (let i = 0; i < Number(process.env.CALLS); i++) {
  await models.generateContent({ model: 'gemini-2.5-flash', contents: 'hello' });
}
console.log('app done');
