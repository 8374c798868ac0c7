// The calls that the pages' examples read. Started with the instrumentation by `--import`; PROVIDER_URL is a replayed provider.
import { withUsage } from '@tokentrail/instrumentation';
import OpenAI from 'openai';
import { toReplayedProvider } from '../chain/to-replayed-provider.ts';

const client = new OpenAI({ apiKey: 'sk-docs-000000000000000000000007', fetch: toReplayedProvider });
const messages = [{ role: 'user', content: 'Where is my order?' }];

async function call(context, replay) {
  const options = { headers: { 'x-replay': replay, 'x-replay-id': context.requestId } };
  await withUsage(context, () => client.chat.completions.create({ model: 'gpt-4o', messages }, options));
}

await call({ user: 'u-81', group: 'search', key: 'checkout', requestId: 'req-7f3a' }, 'rate-limit-once');
for (const requestId of ['req-7f3b', 'req-7f3c', 'req-7f3d']) {
  await call({ user: 'u-4711', group: 'search', key: 'nightly', requestId }, 'ok');
}
