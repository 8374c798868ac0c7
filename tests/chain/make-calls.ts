/**
 * Makes calls with the real openai SDK, like an app. It is started with the instrumentation by `--import` and reads
 * planned calls as JSON from stdin. Failures are part of the plan, so they are ignored.
 */
import { text } from 'node:stream/consumers';
import OpenAI from 'openai';
import type { PlannedCall } from './call-plan.ts';
import { toReplayedProvider } from './to-replayed-provider.ts';

const AT_ONCE = 16;

const client = new OpenAI({ apiKey: 'sk-chain-000000000000000000000007', fetch: toReplayedProvider });

async function make(call: PlannedCall): Promise<void> {
  const options = { headers: { 'x-replay': call.replay, 'x-replay-id': call.id } };
  if (call.api === 'embeddings') {
    await client.embeddings.create({ model: call.model, input: call.prompt }, options);
    return;
  }
  if (call.api === 'responses') {
    const request = { model: call.model, input: call.prompt };
    await (call.stream
      ? read(await client.responses.create({ ...request, stream: true }, options), call.leaveAfter)
      : client.responses.create(request, options));
    return;
  }
  const request = { model: call.model, messages: [{ role: 'user' as const, content: call.prompt }] };
  if (!call.stream) {
    await client.chat.completions.create(request, options);
    return;
  }
  const asked = call.includeUsage ? { stream_options: { include_usage: true } } : {};
  await read(await client.chat.completions.create({ ...request, ...asked, stream: true }, options), call.leaveAfter);
}

async function read(stream: AsyncIterable<unknown>, leaveAfter = Infinity): Promise<void> {
  let chunks = 0;
  for await (const _ of stream) {
    chunks += 1;
    if (chunks >= leaveAfter) {
      break;
    }
  }
}

const calls = JSON.parse(await text(process.stdin)) as PlannedCall[];
let next = 0;
async function work(): Promise<void> {
  for (let call = calls[next++]; call !== undefined; call = calls[next++]) {
    await make(call).catch(() => undefined);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
