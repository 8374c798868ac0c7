import assert from 'node:assert/strict';
import { all, responds, holds, one, STREAMED, sentAttempts, type Behaviour } from '../behaviour.ts';

const INTERRUPTED = { state: 'failed', errorCode: 'stream_interrupted', usage: undefined, stream: true };

export const STREAM_ENDS: readonly Behaviour[] = [
  {
    name: 'the app breaks after the first chunk of a complete response',
    run: async ({ ai, ask }) => {
      for await (const text of ai.streamText({ model: ask('ok'), ...STREAMED }).textStream) return text;
      return 'nothing';
    },
    records: responds({ stream: true }),
  },
  {
    name: 'the app breaks after the first chunk: the SDK keeps the request until the provider ends it',
    run: async ({ ai, ask, hungUp }) => {
      for await (const text of ai.streamText({ model: ask('stuck-stream'), ...STREAMED }).textStream) {
        if (text !== '') break;
      }
      return hungUp();
    },
    records: (records) => holds(one(records), INTERRUPTED),
  },
  {
    name: 'the app never reads the stream',
    run: ({ ai, ask, collected }) => {
      ai.streamText({ model: ask('ok'), ...STREAMED });
      return collected();
    },
    records: responds({ stream: true }),
  },
  {
    name: 'the caller aborts in the middle of a stream',
    run: async ({ ai, ask, hungUp }) => {
      const leaving = new AbortController();
      const aborted: unknown[] = [];
      const stream = ai.streamText({
        model: ask('stuck-stream'),
        ...STREAMED,
        abortSignal: leaving.signal,
        onAbort: ({ steps }) => void aborted.push(steps.length),
      });
      const types: string[] = [];
      for await (const { type } of stream.fullStream) {
        types.push(type);
        if (type === 'text-delta') leaving.abort();
      }
      return [types, aborted, await hungUp()];
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', usage: undefined, statusCode: 200 });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', 200, 'yes']]);
    },
  },
  {
    name: 'the caller aborts before the first chunk of a stream',
    run: async ({ ai, ask, hungUp }) => {
      const stream = ai.streamText({ model: ask('hang'), ...STREAMED, abortSignal: AbortSignal.timeout(50) });
      return [(await all(stream.fullStream)).map(({ type }) => type), await hungUp()];
    },
    records: (records) => holds(one(records), { state: 'cancelled', statusCode: undefined, usage: undefined }),
  },
  {
    name: 'the caller aborts while a stream waits for a retry',
    run: async ({ ai, ask }) => {
      const abortSignal = AbortSignal.timeout(300);
      const stream = ai.streamText({ model: ask('reset-once'), ...STREAMED, maxRetries: 1, abortSignal });
      return (await all(stream.fullStream)).map(({ type }) => type);
    },
    records: (records) => {
      assert.equal(one(records).usage, undefined);
      assert.notEqual(one(records).state, 'success');
      assert.deepEqual(sentAttempts(one(records)), [['failed', undefined, 'possibly']]);
    },
  },
  {
    name: 'the connection breaks in the middle of a stream',
    run: async ({ ai, ask }) => all(ai.streamText({ model: ask('broken-stream'), ...STREAMED }).textStream),
    records: (records) => {
      holds(one(records), INTERRUPTED);
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'yes']]);
    },
  },
  {
    name: 'a stream ends before its last event',
    run: async ({ ai, ask }) =>
      (await all(ai.streamText({ model: ask('ended-stream'), ...STREAMED }).fullStream)).map(({ type }) => type),
    records: (records) => holds(one(records), INTERRUPTED),
  },
  {
    name: 'a stream contains an error',
    run: async ({ ai, ask }) => {
      const stream = ai.streamText({ model: ask('error-in-stream'), ...STREAMED });
      return (await all(stream.fullStream)).map(({ type }) => type);
    },
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, usage: undefined });
      assert.match(String(one(records).errorCode), /^overloaded/);
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'the SDK restarts a stream after an error in it: two calls',
    run: async ({ ai, ask }) => {
      const stream = ai.streamText({ model: ask('error-in-stream'), ...STREAMED, streamRetries: 1 });
      return (await all(stream.fullStream)).map(({ type }) => type);
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ state }) => state),
        ['failed', 'failed'],
      ),
  },
];
