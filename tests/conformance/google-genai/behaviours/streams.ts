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
    name: 'a stream looks as the SDK made it',
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
    name: 'stream, 429 and then 500 before it',
    run: async ({ client }) => all(await client('flaky', retrying(3)).models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'a stream that is refused',
    run: async ({ client }) => all(await client('bad-key').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 400, errorCode: 'INVALID_ARGUMENT', stream: true });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 400, 'no']]);
    },
  },
  {
    name: 'a prompt that was blocked, as a stream',
    run: async ({ client }) => all(await client('blocked').models.generateContentStream(ASK)),
    records: succeeds({ finishReasons: ['PROHIBITED_CONTENT'], usage: { inputTokens: 57 } }),
  },
  {
    name: 'break after the first chunk',
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
    name: 'break at the finish reason is no cancellation',
    run: async ({ client }) => {
      for await (const chunk of await client('ok').models.generateContentStream(ASK)) {
        if (chunk.candidates?.[0]?.finishReason !== undefined) return chunk;
      }
      return undefined;
    },
    records: succeeds({ usage: USAGE, finishReasons: ['STOP'] }),
  },
  {
    name: 'an error of the app within the loop',
    run: async ({ client, hungUp }) => {
      const error = await (async () => {
        for await (const _ of await client('stuck-stream').models.generateContentStream(ASK)) throw new Error('mine');
      })().catch((thrown: Error) => thrown.message);
      return { error, hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'return() and throw() by hand',
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
    name: 'reads that do not wait for each other',
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
    name: 'a stream that ends within a chunk',
    run: async ({ client }) => readToError(await client('torn-stream').models.generateContentStream(ASK)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'a stream that ends without having finished',
    run: async ({ client }) => readToError(await client('ended-stream').models.generateContentStream(ASK)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'an error event in a stream',
    run: async ({ client }) => readToError(await client('error-in-stream').models.generateContentStream(ASK)),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'ApiError', errorCode: 'UNAVAILABLE', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: "the caller's signal aborts while reading",
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
    name: 'time runs out while reading',
    run: async ({ client, hungUp }) => {
      const timed = client('stuck-stream', { httpOptions: { timeout: 100 } });
      return { read: await readToError(await timed.models.generateContentStream(ASK)), hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'a stream that is aborted and never read',
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
    name: 'a stream that is dropped without being read',
    run: async ({ client, collected }) => {
      await (async () => void (await client('stuck-stream').models.generateContentStream(ASK)))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'a stream that is dropped after its first chunk',
    run: async ({ client, collected }) => {
      await (async () => void (await (await client('stuck-stream').models.generateContentStream(ASK)).next()))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'a stream that is read twice',
    run: async ({ client }) => {
      const stream = await client('ok').models.generateContentStream(ASK);
      return [await all(stream), await all(stream)];
    },
    records: succeeds({ usage: USAGE }),
  },
];
