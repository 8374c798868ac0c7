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
    name: 'a stream without usage: none is requested, none is invented',
    run: async ({ client }) => all(await client('ok').chat.completions.create(STREAM)),
    records: succeeds({ usage: undefined, finishReasons: ['stop'] }),
    recordsInjected: succeeds({ usage: CHAT_USAGE, finishReasons: ['stop'] }),
  },
  {
    name: 'stream after 429 and 500',
    run: async ({ client }) => all(await client('flaky', { maxRetries: 2 }).chat.completions.create(STREAM_USAGE)),
    records: (records) => {
      holds(one(records), { state: 'success', usage: CHAT_USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'a stream is refused',
    run: async ({ client }) => all(await client('limited').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429, stream: true }),
  },
  {
    name: 'stream, usage under another name',
    run: async ({ client }) => all(await client('groq-usage').chat.completions.create(STREAM)),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'the app breaks after the first chunk, which ends the request',
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
    name: 'the app breaks after interim usage, which is not recorded as the usage',
    run: async ({ client }) => {
      for await (const chunk of await client('running-usage').chat.completions.create(STREAM)) return chunk;
      return undefined;
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'the app breaks at the finish reason: the call is not cancelled',
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
    name: 'the app throws within the loop',
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
    name: 'a stream ends without its last events',
    run: async ({ client }) => all(await client('ended-stream').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'a stream has no event',
    run: async ({ client }) => all(await client('no-events').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'a stream contains an error event',
    run: async ({ client }) => all(await client('error-in-stream').chat.completions.create(STREAM)),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'APIError', errorCode: 'overloaded', statusCode: 200 });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'an event is not JSON',
    run: async ({ client }) => all(await client('bad-event').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorType: 'SyntaxError' }),
  },
  {
    name: 'the app calls stream.controller.abort() while reading',
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
    name: 'the caller aborts while reading',
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
    name: 'the app aborts a stream and never reads it',
    run: async ({ client, hungUp }) => {
      const stream = await client('stuck-stream').chat.completions.create(STREAM);
      stream.controller.abort();
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the app drops a stream without reading it',
    run: async ({ client, collected }) => {
      await (async () => void (await client('stuck-stream').chat.completions.create(STREAM)))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'the app drops a reader in the middle',
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
    name: 'a stream that only the loop references is read to its end',
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
