/**
 * Begins a background response with the real openai SDK, or fetches one. Reads what to do as JSON from stdin: nothing to
 * begin one, whose id it prints; else the id to fetch and how often, and the caller.
 */
import { text } from 'node:stream/consumers';
import { withUsage } from '@tokentrail/instrumentation';
import OpenAI from 'openai';
import { toReplayedProvider } from './to-replayed-provider.ts';

export interface BackgroundUse {
  user: string;
  /** Absent: begins a response. */
  fetch?: { id: string; times: number };
}

const { user, fetch } = JSON.parse(await text(process.stdin)) as BackgroundUse;
const client = new OpenAI({ apiKey: 'sk-chain-000000000000000000000011', fetch: toReplayedProvider });

await withUsage({ user }, async () => {
  if (fetch === undefined) {
    const { id } = await client.responses.create({ model: 'gpt-4o', input: 'Say hello', background: true });
    console.log(id);
  }
  for (let i = 0; i < (fetch?.times ?? 0); i++) await client.responses.retrieve(fetch?.id ?? '');
});
