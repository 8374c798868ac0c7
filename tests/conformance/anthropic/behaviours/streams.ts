import assert from 'node:assert/strict';
import { all, holds, MESSAGE, one, STREAM, succeeds, sentAttempts, USAGE, type Behaviour } from '../behaviour.ts';

export const STREAMS: readonly Behaviour[] = [
  {
    name: 'stream',
    run: async ({ client }) => all(await client('ok').messages.create(STREAM)),
    records: (records, expected) => {
      succeeds({ stream: true, usage: USAGE, finishReasons: ['end_turn'], servedServiceTier: 'priority' })(records);
      const { firstChunkMs, durationMs, path } = one(records);
      assert.equal(path?.replace(/^\/ok\/[^/]+/, ''), expected.streamPath);
      assert.ok(firstChunkMs !== undefined && firstChunkMs <= durationMs);
    },
  },
  {
    name: 'stream after two refusals',
    run: async ({ client }) => all(await client('flaky', { maxRetries: 2 }).messages.create(STREAM)),
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'messages.stream()',
    run: async ({ client }) => {
      const stream = client('ok').messages.stream(MESSAGE);
      const text: string[] = [];
      stream.on('text', (delta) => text.push(delta));
      return [await stream.finalMessage(), text];
    },
    records: succeeds({ usage: USAGE, stream: true }),
  },
  {
    name: 'messages.stream(), read as a loop',
    run: async ({ client }) => all(client('ok').messages.stream(MESSAGE)),
    records: succeeds({ usage: USAGE, stream: true }),
  },
  {
    name: 'messages.stream(), aborted',
    run: async ({ client, hungUp }) => {
      const stream = client('stuck-stream').messages.stream(MESSAGE);
      stream.on('text', () => setTimeout(() => stream.abort(), 10));
      const error = await stream.done().catch((thrown: Error) => thrown.constructor.name);
      return [error, await hungUp()];
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'the app breaks after the first event, which ends the request',
    run: async ({ client, hungUp }) => {
      const seen = [];
      for await (const event of await client('stuck-stream').messages.create(STREAM)) {
        seen.push(event);
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
    name: 'the app breaks at the stop reason: the call is not cancelled',
    run: async ({ client }) => {
      for await (const event of await client('ok').messages.create(STREAM)) {
        if (event.type === 'message_delta') return event;
      }
      return undefined;
    },
    records: succeeds({ usage: USAGE, finishReasons: ['end_turn'] }),
  },
  {
    name: 'the app throws within the loop',
    run: async ({ client, hungUp }) => {
      const error = await (async () => {
        for await (const _ of await client('stuck-stream').messages.create(STREAM)) throw new Error('mine');
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
        for await (const event of await client('broken-stream').messages.create(STREAM)) seen.push(event);
      })().catch((thrown: Error) => [thrown.constructor.name, thrown.message]);
      return { seen, error };
    },
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: 'stream_interrupted', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'yes']]);
    },
  },
  {
    name: 'a stream ends without its last events: the usage at its start is not recorded',
    run: async ({ client }) => all(await client('ended-stream').messages.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'the platform fails within a stream',
    run: async ({ client }) => all(await client('error-in-stream').messages.create(STREAM)),
    records: (records, { errorInStream }) => {
      holds(one(records), { state: 'failed', ...errorInStream, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'the caller aborts while reading',
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      const stream = await client('stuck-stream').messages.create(STREAM, { signal: controller.signal });
      const seen = [];
      for await (const event of stream) {
        seen.push(event);
        if (seen.length === 3) setTimeout(() => controller.abort(), 20);
      }
      return { seen, hungUp: await hungUp() };
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the app aborts a stream and never reads it',
    run: async ({ client, hungUp }) => {
      (await client('stuck-stream').messages.create(STREAM)).controller.abort();
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'the app drops a stream without reading it',
    run: async ({ client, collected }) => {
      await (async () => void (await client('stuck-stream').messages.create(STREAM)))();
      await collected();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'the app reads a stream twice',
    run: async ({ client }) => {
      const stream = await client('ok').messages.create(STREAM);
      return [(await all(stream)).length, await all(stream).catch((error: Error) => error.message)];
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'tee(), both read',
    run: async ({ client }) => {
      const [left, right] = (await client('ok').messages.create(STREAM)).tee();
      return Promise.all([all(left), all(right)]);
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'toReadableStream()',
    run: async ({ client }) => {
      const stream = (await client('ok').messages.create(STREAM)).toReadableStream();
      return new Response(stream as unknown as ReadableStream).text();
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'the stream object is unchanged',
    run: async ({ client }) => {
      const stream = await client('ok').messages.create(STREAM);
      return [stream.constructor.name, Object.keys(stream), (await all(stream)).length];
    },
    records: succeeds({ usage: USAGE }),
  },
];
