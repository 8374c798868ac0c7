import assert from 'node:assert/strict';
import type OpenAI from 'openai';
import { all, holds, one, sentAttempts, succeeds } from '../expectations.ts';
import type { Behaviour } from './behaviour.ts';

const CHAT = { model: 'any-model', messages: [{ role: 'user' as const, content: 'Say hello' }] };
const STREAM = { ...CHAT, stream: true } satisfies OpenAI.ChatCompletionCreateParamsStreaming;

const CALLS: readonly Behaviour[] = [
  {
    name: 'chat completion',
    run: ({ client }) =>
      client('ok').chat.completions.create({
        ...CHAT,
        temperature: 0,
        top_p: 0.5,
        max_completion_tokens: 100,
        n: 2,
        seed: 7,
        reasoning_effort: 'low',
        service_tier: 'flex',
        response_format: { type: 'json_object' },
      }),
    records: (records, { usage, responseModel, servedServiceTier }) => {
      succeeds({
        operation: 'chat',
        apiFormat: 'openai.chat',
        provider: '127.0.0.1',
        serverAddress: '127.0.0.1',
        method: 'POST',
        requestModel: 'any-model',
        responseModel,
        responseId: 'chatcmpl-1',
        finishReasons: ['stop', 'stop'],
        requestedServiceTier: 'flex',
        servedServiceTier,
        usage,
        params: {
          maxTokens: 100,
          temperature: 0,
          topP: 0.5,
          choiceCount: 2,
          seed: 7,
          reasoningLevel: 'low',
          outputType: 'json',
        },
      })(records);
      const { path, keyPreview, stream, attempts } = one(records);
      assert.match(path ?? '', /^\/ok\/[^/]+\/.*\/chat\/completions$/);
      assert.match(keyPreview ?? '', /wxyz$/);
      assert.equal(stream, undefined);
      const { requestId, endpoint, keyPreview: keyOfAttempt, usage: usageOfAttempt } = attempts[0] ?? {};
      assert.deepEqual(
        { requestId, endpoint, keyOfAttempt, usageOfAttempt },
        { requestId: 'req_1', endpoint: path, keyOfAttempt: keyPreview, usageOfAttempt: usage },
      );
    },
  },
  {
    name: 'retries of the SDK: 429, 500, 200',
    run: ({ client }) => client('flaky', { maxRetries: 2 }).chat.completions.create(CHAT),
    records: (records, { usage }) => {
      const record = one(records);
      holds(record, { state: 'success', statusCode: 200, usage });
      assert.deepEqual(sentAttempts(record), [
        ['failed', 429, 'no'],
        ['failed', 500, 'no'],
        ['success', 200, 'yes'],
      ]);
      assert.deepEqual(
        record.attempts.map(({ index, retry, requestId }) => [index, retry, requestId]),
        [
          [0, 0, 'req_1'],
          [0, 1, 'req_2'],
          [0, 2, 'req_3'],
        ],
      );
    },
  },
  {
    name: '429 until the SDK gives up',
    run: ({ client }) => client('limited', { maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, {
        state: 'failed',
        statusCode: 429,
        errorType: 'RateLimitError',
        errorCode: 'rate_limit_exceeded',
        usage: undefined,
      });
      assert.deepEqual(sentAttempts(record), [
        ['failed', 429, 'no'],
        ['failed', 429, 'no'],
      ]);
    },
  },
  {
    name: 'a refused key',
    run: ({ client }) => client('bad-key', { maxRetries: 2 }).chat.completions.create(CHAT),
    records: (records) => {
      const error = { errorType: 'AuthenticationError', errorCode: 'invalid_api_key' };
      holds(one(records), { state: 'failed', statusCode: 401, ...error });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 401, 'no']]);
    },
  },
  {
    name: 'a connection that breaks before the response, then one that holds',
    run: ({ client }) => client('reset-once', { maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) =>
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', undefined, 'possibly'],
        ['success', 200, 'yes'],
      ]),
  },
  {
    name: 'no response in time, twice',
    run: ({ client }) => client('hang', { timeout: 60, maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'failed', errorType: 'APIConnectionTimeoutError', errorCode: 'timeout' });
      assert.deepEqual(sentAttempts(record), [
        ['failed', undefined, 'possibly'],
        ['failed', undefined, 'possibly'],
      ]);
    },
  },
  {
    name: 'the caller aborts before the response',
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 60);
      const error = await client('hang')
        .chat.completions.create(CHAT, { signal: controller.signal })
        .catch((thrown: Error) => thrown.constructor.name);
      return { error: typeof error, hungUp: await hungUp() };
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorType: 'APIUserAbortError', errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', undefined, 'possibly']]);
    },
  },
  {
    name: 'the caller had aborted before the call',
    run: ({ client }) => client('ok').chat.completions.create(CHAT, { signal: AbortSignal.abort() }),
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), []);
    },
  },
  {
    name: 'a body that is no JSON',
    run: ({ client }) => client('bad-json').chat.completions.create(CHAT).catch(nameOf),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200 }),
  },
  {
    name: 'a body that breaks off',
    needsFetch: true,
    run: ({ client }) => client('cut-body').chat.completions.create(CHAT).catch(nameOf),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200 }),
  },
  {
    name: 'lists are no calls',
    run: async ({ client }) => (await client('ok').models.list()).data,
    records: (records) => assert.deepEqual(records, []),
  },
  {
    name: 'frozen parameters',
    run: ({ client }) => client('ok').chat.completions.create(Object.freeze({ ...CHAT })),
  },
];

const PROMISES: readonly Behaviour[] = [
  {
    name: 'create().withResponse()',
    run: async ({ client }) => {
      const { data, response } = await client('ok').chat.completions.create(CHAT).withResponse();
      return [data, response.status, response.bodyUsed];
    },
    records: (records, { usage }) => succeeds({ usage })(records),
  },
  {
    name: 'create().asResponse() leaves the body to the app',
    run: async ({ client }) => {
      const response = await client('ok').chat.completions.create(CHAT).asResponse();
      return [response.status, response.bodyUsed, await response.text()];
    },
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'asResponse() and the parsed response of one call',
    run: async ({ client }) => {
      const promise = client('ok').chat.completions.create(CHAT);
      const [response, data] = await Promise.all([promise.asResponse(), promise]);
      return [response.status, data];
    },
    records: (records, { usage }) => succeeds({ usage })(records),
  },
  {
    name: 'a call without an await',
    run: async ({ client, collected }) => {
      void client('ok').chat.completions.create(CHAT);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await collected();
    },
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'many calls at once keep their attempts apart',
    run: async ({ client }) => {
      const clients = Array.from({ length: 10 }, () => client('flaky', { maxRetries: 2 }));
      return Promise.all(clients.map((each) => each.chat.completions.create(CHAT)));
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ attempts }) => attempts.length),
        Array.from({ length: 10 }, () => 3),
      ),
  },
];

const STREAMS: readonly Behaviour[] = [
  {
    name: 'stream: usage in the last chunk',
    run: async ({ client }) => all(await client('ok').chat.completions.create(STREAM)),
    records: (records, { usage, responseModel, servedServiceTier }) => {
      succeeds({ stream: true, usage, responseModel, servedServiceTier, finishReasons: ['stop'] })(records);
      const { firstChunkMs, durationMs } = one(records);
      assert.ok(firstChunkMs !== undefined && firstChunkMs <= durationMs);
    },
  },
  {
    name: 'stream, 429 and then 500 before it',
    run: async ({ client }) => all(await client('flaky', { maxRetries: 2 }).chat.completions.create(STREAM)),
    records: (records, { usage }) => {
      holds(one(records), { state: 'success', usage });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'break after the first chunk ends the request',
    run: async ({ client, hungUp }) => {
      const seen = [];
      for await (const chunk of await client('stuck-stream').chat.completions.create(STREAM)) {
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
      for await (const chunk of await client('ok').chat.completions.create(STREAM)) {
        if (chunk.choices[0]?.finish_reason === 'stop') return chunk;
      }
      return undefined;
    },
    records: succeeds({ finishReasons: ['stop'] }),
  },
  {
    name: 'the connection breaks in the middle of a stream',
    run: async ({ client }) => {
      const seen: unknown[] = [];
      const error = await (async () => {
        for await (const chunk of await client('broken-stream').chat.completions.create(STREAM)) seen.push(chunk);
      })().catch(nameOf);
      return { seen, error };
    },
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: 'stream_interrupted', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'yes']]);
    },
  },
  {
    name: 'a stream that ends without having finished',
    run: async ({ client }) => all(await client('ended-stream').chat.completions.create(STREAM)),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'an error event in a stream',
    run: async ({ client }) => all(await client('error-in-stream').chat.completions.create(STREAM)).catch(nameOf),
    records: (records, { streamError }) => holds(one(records), { state: 'failed', statusCode: 200, ...streamError }),
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
    records: (records, { abortedRead = 'cancelled' }) => holds(one(records), { state: abortedRead, statusCode: 200 }),
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
    name: 'tee(), both read',
    run: async ({ client }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM)).tee();
      return Promise.all([all(left), all(right)]);
    },
    records: (records, { usage }) => succeeds({ usage })(records),
  },
  {
    name: 'toReadableStream()',
    run: async ({ client }) =>
      new Response((await client('ok').chat.completions.create(STREAM)).toReadableStream()).text(),
    records: (records, { usage }) => succeeds({ usage })(records),
  },
  {
    name: 'a stream that is read twice',
    run: async ({ client }) => {
      const stream = await client('ok').chat.completions.create(STREAM);
      return [await all(stream), await all(stream).catch((thrown: Error) => thrown.message)];
    },
    records: (records, { usage }) => succeeds({ usage })(records),
  },
];

export const BEHAVIOURS: readonly Behaviour[] = [...CALLS, ...PROMISES, ...STREAMS];

/** The name of an error. Its message is left out because it contains the port. */
function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : String(thrown);
}
