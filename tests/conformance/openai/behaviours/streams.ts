import assert from 'node:assert/strict';
import {
  all,
  CHAT_USAGE,
  holds,
  one,
  STREAM,
  STREAM_USAGE,
  succeeds,
  sentAttempts,
  type Behaviour,
} from '../behaviour.ts';

export const STREAMS: readonly Behaviour[] = [
  {
    name: 'stream with usage',
    run: async ({ client }) => all(await client('ok').chat.completions.create(STREAM_USAGE)),
    records: (records) => {
      succeeds({ stream: true, usage: CHAT_USAGE, finishReasons: ['stop'], servedServiceTier: 'priority' })(records);
      const { firstChunkMs, durationMs, attempts } = one(records);
      assert.ok(firstChunkMs !== undefined && durationMs !== undefined && firstChunkMs <= durationMs);
      assert.ok((attempts[0]?.firstChunkMs ?? Infinity) <= firstChunkMs);
    },
  },
  {
    name: 'stream without usage: none is asked for, none is made up',
    run: async ({ client }) => all(await client('ok').chat.completions.create(STREAM)),
    records: succeeds({ usage: undefined, finishReasons: ['stop'] }),
    recordsInjected: succeeds({ usage: CHAT_USAGE, finishReasons: ['stop'] }),
  },
  {
    name: 'stream, 429 and then 500 before it',
    run: async ({ client }) => all(await client('flaky', { maxRetries: 2 }).chat.completions.create(STREAM_USAGE)),
    records: (records) => {
      holds(one(records), { state: 'success', usage: CHAT_USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'stream that is refused',
    run: async ({ client }) => all(await client('limited').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429, stream: true }),
  },
  {
    name: 'stream, usage under another name',
    run: async ({ client }) => all(await client('groq-usage').chat.completions.create(STREAM)),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'break after the first chunk ends the request',
    run: async ({ client, hungUp }) => {
      const seen = [];
      for await (const chunk of await client('stuck-stream').chat.completions.create(STREAM_USAGE)) {
        seen.push(chunk);
        break;
      }
      return { seen, hungUp: await hungUp() };
    },
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'cancelled', statusCode: 200, errorType: undefined, usage: undefined });
      assert.deepEqual(sentAttempts(record), [['cancelled', 200, 'yes']]);
    },
  },
  {
    name: 'break where usage so far was told: it is not what was used',
    run: async ({ client }) => {
      for await (const chunk of await client('running-usage').chat.completions.create(STREAM)) return chunk;
      return undefined;
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'break at the finish reason is no cancellation',
    run: async ({ client }) => {
      let last: unknown;
      for await (const chunk of await client('ok').chat.completions.create(STREAM)) {
        last = chunk;
        if (chunk.choices[0]?.finish_reason === 'stop') break;
      }
      return last;
    },
    records: succeeds({ finishReasons: ['stop'] }),
  },
  {
    name: 'an error of the app within the loop',
    run: async ({ client, hungUp }) => {
      const error = await (async () => {
        for await (const _ of await client('stuck-stream').chat.completions.create(STREAM)) throw new Error('mine');
      })().catch((thrown: Error) => thrown.message);
      return { error, hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the connection breaks in the middle of a stream',
    run: async ({ client }) => {
      const seen: unknown[] = [];
      const error = await (async () => {
        for await (const chunk of await client('broken-stream').chat.completions.create(STREAM_USAGE)) seen.push(chunk);
      })().catch((thrown: Error) => [thrown.constructor.name, thrown.message]);
      return { seen, error };
    },
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'failed', statusCode: 200, errorCode: 'stream_interrupted', usage: undefined });
      assert.deepEqual(sentAttempts(record), [['failed', 200, 'yes']]);
    },
  },
  {
    name: 'a stream that ends without having finished',
    run: async ({ client }) => all(await client('ended-stream').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'a stream without an event',
    run: async ({ client }) => all(await client('no-events').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'an error event in a stream',
    run: async ({ client }) => all(await client('error-in-stream').chat.completions.create(STREAM)),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'APIError', errorCode: 'overloaded', statusCode: 200 });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'an event that is no JSON',
    run: async ({ client }) => all(await client('bad-event').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorType: 'SyntaxError' }),
  },
  {
    name: 'stream.controller.abort() while reading',
    run: async ({ client, hungUp }) => {
      const stream = await client('stuck-stream').chat.completions.create(STREAM);
      const seen = [];
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 3) setTimeout(() => stream.controller.abort(), 20);
      }
      return { seen, hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'cancelled', statusCode: 200 }),
  },
  {
    name: "the caller's signal aborts while reading",
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      const stream = await client('stuck-stream').chat.completions.create(STREAM, { signal: controller.signal });
      const seen = [];
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 3) setTimeout(() => controller.abort(), 20);
      }
      return { seen, hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'a stream that is aborted and never read',
    run: async ({ client, hungUp }) => {
      const stream = await client('stuck-stream').chat.completions.create(STREAM);
      stream.controller.abort();
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'a stream that is dropped without being read',
    run: async ({ client, collected }) => {
      await (async () => void (await client('stuck-stream').chat.completions.create(STREAM)))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'a reader that is dropped in the middle',
    run: async ({ client, collected }) => {
      const first = await (async () => {
        const stream = await client('stuck-stream').chat.completions.create(STREAM);
        return (await stream[Symbol.asyncIterator]().next()).done;
      })();
      await collected();
      return first;
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'a stream is read while nothing holds it but the loop',
    run: async ({ client, collected }) => {
      let count = 0;
      for await (const _ of await client('ok').chat.completions.create(STREAM_USAGE)) {
        if (count++ === 1) await collected();
      }
      return count;
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
];
