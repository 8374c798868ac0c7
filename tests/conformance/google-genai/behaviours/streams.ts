import assert from 'node:assert/strict';
import {
  all,
  ASK,
  holds,
  one,
  readToError,
  retrying,
  succeeds,
  sentAttempts,
  USAGE,
  type Behaviour,
} from '../behaviour.ts';

export const STREAMS: readonly Behaviour[] = [
  {
    name: 'stream',
    run: async ({ client }) => all(await client('ok').models.generateContentStream(ASK)),
    records: (records) => {
      succeeds({
        operation: 'generate_content',
        stream: true,
        usage: USAGE,
        finishReasons: ['STOP'],
        responseId: 'resp_1',
        servedServiceTier: 'standard',
      })(records);
      const { firstChunkMs, durationMs, path } = one(records);
      assert.ok(firstChunkMs !== undefined && firstChunkMs <= durationMs);
      assert.match(path ?? '', /:streamGenerateContent$/);
    },
  },
  {
    name: 'stream without automatic continuation',
    run: async ({ client }) =>
      all(await client('ok').models.generateContentStream({ ...ASK, config: { automaticContinuation: false } })),
    records: succeeds({ usage: USAGE, stream: true }),
  },
  {
    name: 'the stream object is unchanged',
    run: async ({ client }) => {
      const stream = await client('ok').models.generateContentStream(ASK);
      const names = Object.entries(stream).map(([name, value]) => [name, (value as { length: number }).length]);
      return [
        Object.prototype.toString.call(stream),
        names,
        stream[Symbol.asyncIterator]() === stream,
        await all(stream),
      ];
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'stream after 429 and 500',
    run: async ({ client }) => all(await client('flaky', retrying(3)).models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'a stream is refused',
    run: async ({ client }) => all(await client('bad-key').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 400, errorCode: 'INVALID_ARGUMENT', stream: true });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 400, 'no']]);
    },
  },
  {
    name: 'a blocked prompt, as a stream',
    run: async ({ client }) => all(await client('blocked').models.generateContentStream(ASK)),
    records: succeeds({ finishReasons: ['PROHIBITED_CONTENT'], usage: { inputTokens: 57 } }),
  },
  {
    name: 'the app breaks after the first chunk',
    run: async ({ client, hungUp }) => {
      const seen = [];
      for await (const chunk of await client('stuck-stream').models.generateContentStream(ASK)) {
        seen.push(chunk);
        break;
      }
      return { seen, hungUp: await hungUp() };
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', statusCode: 200, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', 200, 'yes']]);
    },
  },
  {
    name: 'the app breaks at the finish reason: the call is not cancelled',
    run: async ({ client }) => {
      for await (const chunk of await client('ok').models.generateContentStream(ASK)) {
        if (chunk.candidates?.[0]?.finishReason !== undefined) return chunk;
      }
      return undefined;
    },
    records: succeeds({ usage: USAGE, finishReasons: ['STOP'] }),
  },
  {
    name: 'the app throws within the loop',
    run: async ({ client, hungUp }) => {
      const error = await (async () => {
        for await (const _ of await client('stuck-stream').models.generateContentStream(ASK)) throw new Error('mine');
      })().catch((thrown: Error) => thrown.message);
      return { error, hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the app calls return() and throw()',
    run: async ({ client }) => {
      const left = await client('stuck-stream').models.generateContentStream(ASK);
      const first = await left.next();
      const thrown = await client('stuck-stream').models.generateContentStream(ASK);
      await thrown.next();
      return [
        first,
        await left.return('x'),
        await thrown.throw(new RangeError('mine')).catch((error: Error) => error.message),
      ];
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ state }) => state),
        ['cancelled', 'cancelled'],
      ),
  },
  {
    name: 'the app reads concurrently',
    run: async ({ client }) => {
      const stream = await client('ok').models.generateContentStream(ASK);
      return Promise.all([stream.next(), stream.next(), stream.next(), stream.next()]);
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'the connection breaks in the middle of a stream',
    run: async ({ client }) => readToError(await client('broken-stream').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: 'stream_interrupted', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'yes']]);
    },
  },
  {
    name: 'a stream ends within a chunk',
    run: async ({ client }) => readToError(await client('torn-stream').models.generateContentStream(ASK)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'a stream ends without its last events',
    run: async ({ client }) => readToError(await client('ended-stream').models.generateContentStream(ASK)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'a stream contains an error event',
    run: async ({ client }) => readToError(await client('error-in-stream').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'ApiError', errorCode: 'UNAVAILABLE', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'the caller aborts while reading',
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      const config = { abortSignal: controller.signal };
      const stream = await client('stuck-stream').models.generateContentStream({ ...ASK, config });
      setTimeout(() => controller.abort(), 30);
      return { read: await readToError(stream), hungUp: await hungUp() };
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', 200, 'yes']]);
    },
  },
  {
    name: 'the request times out while the app reads',
    run: async ({ client, hungUp }) => {
      const timed = client('stuck-stream', { httpOptions: { timeout: 100 } });
      return { read: await readToError(await timed.models.generateContentStream(ASK)), hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'the app aborts a stream and never reads it',
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      const config = { abortSignal: controller.signal };
      await client('stuck-stream').models.generateContentStream({ ...ASK, config });
      controller.abort();
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the app drops a stream without reading it',
    run: async ({ client, collected }) => {
      await (async () => void (await client('stuck-stream').models.generateContentStream(ASK)))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'the app drops a stream after its first chunk',
    run: async ({ client, collected }) => {
      await (async () => void (await (await client('stuck-stream').models.generateContentStream(ASK)).next()))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'the app reads a stream twice',
    run: async ({ client }) => {
      const stream = await client('ok').models.generateContentStream(ASK);
      return [await all(stream), await all(stream)];
    },
    records: succeeds({ usage: USAGE }),
  },
];
