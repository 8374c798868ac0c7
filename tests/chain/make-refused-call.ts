/** Makes one call that its provider refuses. Reads prompt and headers as JSON from stdin. */
import { text } from 'node:stream/consumers';
import OpenAI from 'openai';
import { toReplayedProvider } from './to-replayed-provider.ts';

const { prompt, headers } = JSON.parse(await text(process.stdin)) as {
  prompt: string;
  headers: Record<string, string>;
};
const client = new OpenAI({ apiKey: 'sk-chain-000000000000000000000009', fetch: toReplayedProvider });
const request = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: prompt }] };
await client.chat.completions.create(request, { headers }).catch(() => undefined);
