/** Makes one chat within tags that the app reports, one with further tags within them, and one without. */
import OpenAI from 'openai';
import { withUsage } from '@tokentrail/instrumentation';
import { toReplayedProvider } from './to-replayed-provider.ts';

const client = new OpenAI({ apiKey: 'sk-chain-000000000000000000000007', fetch: toReplayedProvider });

async function chat(id: string): Promise<void> {
  const request = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hello' }] };
  await client.chat.completions.create(request, { headers: { 'x-replay': 'ok', 'x-replay-id': id } });
}

await chat('untagged');
await withUsage({ tags: { cost_center: 'search', feature: 'sk-proj-0123456789abcdefghijklmnop' } }, async () => {
  await chat('tagged');
  await withUsage({ tags: { feature: 'ranking' } }, () => chat('tagged within'));
});
