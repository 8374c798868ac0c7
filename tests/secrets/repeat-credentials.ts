/** Makes a call whose provider repeats the credentials in its refusals. Each attempt uses other credentials. */
import { flush } from '@tokentrail/instrumentation';
import OpenAI from 'openai';

let attempts = 0;
const client = new OpenAI({
  apiKey: 'gateway-has-it',
  baseURL: 'https://gateway.example/v1',
  maxRetries: 1,
  defaultHeaders: { 'Helicone-Auth': 'Bearer pyrite-lantern', 'x-portkey-virtual-key': 'feldspar-candle' },
  defaultQuery: { key: 'onyx-gleaming' },
  fetch: (url, init) => {
    attempts++;
    const seen = [...new Headers(init?.headers).values(), String(url)].join(' ').replaceAll('-', '\\u002d');
    const message = `refused: ${seen.replaceAll('\\u002d', '-')}`;
    const body = `{"error":{"message":"refused: ${seen}","detail":${JSON.stringify(message)}}}`;
    const headers = { 'content-type': 'application/json', 'set-cookie': `sid=olivine-ray-4${attempts}; path=/` };
    return Promise.resolve(new Response(body, { status: attempts === 1 ? 500 : 401, headers }));
  },
});
await client.chat.completions
  .create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'with pyrite-lantern, olivine-ray-42' }] })
  .catch(() => undefined);
await flush();
