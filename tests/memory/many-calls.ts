/**
 * Makes calls, abandons streams and prints the memory held after each. Run with `--expose-gc`, without or with
 * `register`. The provider is a `fetch` in the same process, so that the figures include only the SDK and the
 * instrumentation.
 */
import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import OpenAI from 'openai';
import { flush } from '@tokentrail/instrumentation';

export interface Held {
  /** Bytes of JavaScript heap after garbage collection. */
  warm: number;
  end: number;
}

export interface Report {
  calls: Held;
  streams: Held;
  /** Listeners on the one signal that many calls shared. */
  listeners: number;
  warnings: string[];
  unhandled: string[];
}

/** The options of a run, as JSON in the first argument. */
export interface Asked {
  calls: number;
  streams: number;
  shared: number;
}

const asked = JSON.parse(process.argv[2] ?? '') as Asked;
const warnings: string[] = [];
const unhandled: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));
process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));

const MESSAGE = { role: 'assistant', content: 'hi' };
const USAGE = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const COMPLETION = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, finish_reason: 'stop', message: MESSAGE }],
  usage: USAGE,
});
const CHUNK = `data: ${JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, delta: { content: 'hi' } }] })}\n\n`;
const EVENTS = new TextEncoder().encode(CHUNK.repeat(5));

let responded = 0;
const client = new OpenAI({
  apiKey: 'sk-proj-abcdefghijklmnopqrstuvwx',
  maxRetries: 0,
  fetch: async (_url, init) => {
    const streams = String(init?.body).includes('"stream":true');
    const type = streams ? 'text/event-stream' : 'application/json';
    const headers = { 'content-type': type, 'x-request-id': `call${responded++}` };
    return new Response(streams ? new ReadableStream({ pull: (to) => to.enqueue(EVENTS) }) : COMPLETION, { headers });
  },
});
const request = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'hello' }] };

async function call(signal?: AbortSignal): Promise<void> {
  await client.chat.completions.create(request, signal === undefined ? {} : { signal });
}

/** Alternates: never reads the stream, or stops in the middle without closing it. */
async function abandonStream(index: number): Promise<void> {
  const stream = await client.chat.completions.create({ ...request, stream: true });
  if (index % 2 === 0) return;
  const reader = stream[Symbol.asyncIterator]();
  await reader.next();
}

async function held(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    await turn();
    global.gc?.();
    // A dropped stream is reported in a separate task.
    await turn();
  }
  await flush();
  global.gc?.();
  return process.memoryUsage().heapUsed;
}

async function repeated(
  count: number,
  perRest: number,
  work: (index: number) => Promise<void>,
  rest: () => Promise<unknown>,
) {
  for (let index = 0; index < count; index++) {
    await work(index);
    if (index % 50 === 0) await turn();
    if (index % perRest === perRest - 1) await rest();
  }
}

async function measured(count: number, perRest: number, work: (index: number) => Promise<void>, rest = flush) {
  await repeated(count / 10, perRest, work, rest);
  const warm = await held();
  await repeated(count, perRest, work, rest);
  return { warm, end: await held() };
}

const calls = await measured(asked.calls, 1000, () => call());
const streams = await measured(asked.streams, 500, abandonStream, async () => void (await held()));
const { signal } = new AbortController();
await repeated(asked.shared, 1000, () => call(signal), flush);
const listeners = getEventListeners(signal, 'abort').length;
await flush();

const report: Report = { calls, streams, listeners, warnings, unhandled };
process.send?.({ ...report, responded });
process.disconnect();
