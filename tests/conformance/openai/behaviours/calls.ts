import assert from 'node:assert/strict';
import { CHAT, CHAT_USAGE, holds, one, succeeds, sentAttempts, type Behaviour } from '../behaviour.ts';

export const CALLS: readonly Behaviour[] = [
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
        frequency_penalty: 0.1,
        presence_penalty: -0.1,
        reasoning_effort: 'low',
        service_tier: 'flex',
        response_format: { type: 'json_object' },
      }),
    records: (records) => {
      succeeds({
        operation: 'chat',
        apiFormat: 'openai.chat',
        provider: '127.0.0.1',
        serverAddress: '127.0.0.1',
        method: 'POST',
        requestModel: 'gpt-4o',
        responseModel: 'gpt-4o-2024-08-06',
        responseId: 'chatcmpl-1',
        finishReasons: ['stop', 'stop'],
        requestedServiceTier: 'flex',
        servedServiceTier: 'priority',
        usage: CHAT_USAGE,
        keyPreview: 'sk-proj-...wxyz',
        params: {
          maxTokens: 100,
          temperature: 0,
          topP: 0.5,
          choiceCount: 2,
          seed: 7,
          frequencyPenalty: 0.1,
          presencePenalty: -0.1,
          reasoningLevel: 'low',
          outputType: 'json',
        },
      })(records);
      const { path, stream, attempts } = one(records);
      assert.match(path ?? '', /^\/ok\/[^/]+\/v1\/chat\/completions$/);
      assert.equal(stream, undefined, 'stream is set only if the response is streamed');
      assert.equal(attempts[0]?.requestId, 'req_1');
      assert.equal(attempts[0]?.endpoint, path);
      assert.equal(attempts[0]?.keyPreview, 'sk-proj-...wxyz');
      assert.deepEqual(attempts[0]?.usage, CHAT_USAGE);
    },
  },
  {
    name: 'a call with defaults records no parameter that was not passed',
    run: ({ client }) => client('ok').chat.completions.create(CHAT),
    records: succeeds({ params: {} }),
  },
  {
    name: 'the SDK retries: 429, 500, 200',
    run: ({ client }) => client('flaky', { maxRetries: 2 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'success', statusCode: 200, usage: CHAT_USAGE });
      assert.deepEqual(sentAttempts(record), [
        ['failed', 429, 'no'],
        ['failed', 500, 'no'],
        ['success', 200, 'yes'],
      ]);
      assert.deepEqual(
        record.attempts.map(({ index, retry, requestId, errorCode }) => [index, retry, requestId, errorCode]),
        [
          [0, 0, 'req_1', undefined],
          [0, 1, 'req_2', undefined],
          [0, 2, 'req_3', undefined],
        ],
      );
      const offsets = record.attempts.map(({ offsetMs }) => offsetMs ?? -1);
      assert.ok((offsets[0] ?? -1) >= 0 && (offsets[1] ?? 0) > (offsets[0] ?? 0), 'offsets rise');
    },
  },
  {
    name: '429 until the SDK stops retrying',
    run: ({ client }) => client('limited', { maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, {
        state: 'failed',
        statusCode: 429,
        errorType: 'RateLimitError',
        errorCode: 'rate_limit_exceeded',
      });
      assert.equal(record.usage, undefined);
      assert.deepEqual(sentAttempts(record), [
        ['failed', 429, 'no'],
        ['failed', 429, 'no'],
      ]);
      assert.equal(record.attempts[1]?.errorCode, 'rate_limit_exceeded');
    },
  },
  {
    name: 'a refused key',
    run: ({ client }) => client('bad-key', { maxRetries: 2 }).chat.completions.create(CHAT),
    records: (records) => {
      holds(one(records), {
        state: 'failed',
        statusCode: 401,
        errorType: 'AuthenticationError',
        errorCode: 'invalid_api_key',
      });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 401, 'no']]);
    },
  },
  {
    name: 'an error without a code is recorded by its type',
    run: ({ client }) => client('no-code').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { statusCode: 400, errorCode: 'invalid_request_error' }),
  },
  {
    name: 'a sentence is not recorded as an error code',
    run: ({ client }) => client('sentence-code').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { statusCode: 400, errorCode: undefined, errorType: 'BadRequestError' }),
  },
  {
    name: 'the provider sends an error page instead of JSON',
    run: ({ client }) => client('html-error').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 502, errorType: 'InternalServerError' }),
  },
  {
    name: 'no server listens',
    run: ({ client }) => client('ok', { baseURL: 'http://127.0.0.1:2/v1' }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'failed', errorType: 'APIConnectionError', errorCode: 'connection_error' });
      assert.equal(record.statusCode, undefined);
      assert.deepEqual(sentAttempts(record), [['failed', undefined, 'no']]);
    },
  },
  {
    name: 'the connection breaks before the response, and the next one works',
    run: ({ client }) => client('reset-once', { maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      holds(one(records), { state: 'success', usage: CHAT_USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', undefined, 'possibly'],
        ['success', 200, 'yes'],
      ]);
      assert.equal(one(records).attempts[0]?.errorCode, 'connection_error');
    },
  },
  {
    name: 'the request times out twice',
    run: ({ client }) => client('hang', { timeout: 60, maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'failed', errorType: 'APIConnectionTimeoutError', errorCode: 'timeout' });
      assert.deepEqual(sentAttempts(record), [
        ['failed', undefined, 'possibly'],
        ['failed', undefined, 'possibly'],
      ]);
      assert.deepEqual(
        record.attempts.map(({ errorCode }) => errorCode),
        ['timeout', 'timeout'],
      );
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
      return { error, hungUp: await hungUp() };
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorType: 'APIUserAbortError', errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', undefined, 'possibly']]);
    },
  },
  {
    name: 'the caller aborted before the call',
    run: ({ client }) => client('ok').chat.completions.create(CHAT, { signal: AbortSignal.abort() }),
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), []);
    },
  },
];
