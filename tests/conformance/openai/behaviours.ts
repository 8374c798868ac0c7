import assert from 'node:assert/strict';
import type OpenAI from 'openai';
import type { AzureOpenAI } from 'openai';
import type { SeenRecord } from '../seen-record.ts';

export interface Sdk {
  OpenAI: typeof OpenAI;
  AzureOpenAI: typeof AzureOpenAI;
  APIPromise: unknown;
  major: number;
}

/** What a behaviour is given to run with. */
export interface Stage extends Sdk {
  /** A client that meets `situation` of the odd provider; retries are off unless given. */
  client(situation: string, options?: Record<string, unknown>): OpenAI;
  baseURL(situation: string): string;
  /** Whether the provider saw the caller of the last client hang up before the answer was whole. */
  hungUp(): Promise<boolean>;
  /** Lets the garbage collector run until `condition`, or for two seconds. */
  collected(): Promise<void>;
}

/** One use of the SDK: what the app gets of it must be the same with and without us. */
export interface Behaviour {
  name: string;
  /** Majors of the SDK that can do it; default: all. */
  majors?: readonly number[];
  /** What the app saw: anything JSON can hold. Errors that leave it are part of it. */
  run(stage: Stage): Promise<unknown>;
  /** What must stand in the records that the run leaves behind; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

const MESSAGES = [{ role: 'user', content: 'Say hello' }] as const;
const CHAT = { model: 'gpt-4o', messages: [...MESSAGES] } as OpenAI.ChatCompletionCreateParamsNonStreaming;
const STREAM = { ...CHAT, stream: true } as OpenAI.ChatCompletionCreateParamsStreaming;
const STREAM_USAGE = { ...STREAM, stream_options: { include_usage: true } };
const RESPONSE = { model: 'gpt-4o', input: 'Say hello' } as const;

const CHAT_USAGE = {
  inputTokens: 1000,
  outputTokens: 20,
  cacheReadTokens: 800,
  reasoningTokens: 5,
  audioInputTokens: 3,
  audioOutputTokens: 2,
};
const RESPONSE_USAGE = {
  inputTokens: 300,
  outputTokens: 40,
  cacheReadTokens: 100,
  cacheWriteTokens: 50,
  reasoningTokens: 30,
};

function one(records: SeenRecord[]): SeenRecord {
  assert.equal(records.length, 1, `one record expected, ${records.length} seen`);
  return records[0] as SeenRecord;
}

/** Fields of a record; `undefined` says that the record must not tell it. */
type Expected = { [K in keyof SeenRecord]?: SeenRecord[K] | undefined };

function holds(record: SeenRecord, expected: Expected): void {
  for (const [field, value] of Object.entries(expected)) {
    assert.deepEqual(record[field as keyof SeenRecord], value, `${field} of the record`);
  }
}

/** States and status codes of the tries, in order. */
function tries(record: SeenRecord): unknown[] {
  return record.attempts.map(({ state, statusCode, billed }) => [state, statusCode, billed]);
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const succeeds = (expected: Expected) => (records: SeenRecord[]) => {
  const record = one(records);
  holds(record, { state: 'success', statusCode: 200, ...expected });
  assert.deepEqual(tries(record), [['success', 200, 'yes']]);
};

export const BEHAVIOURS: readonly Behaviour[] = [
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
      assert.equal(stream, undefined, 'stream is set only where the answer is streamed');
      assert.equal(attempts[0]?.requestId, 'req_1');
      assert.equal(attempts[0]?.endpoint, path);
      assert.equal(attempts[0]?.keyPreview, 'sk-proj-...wxyz');
      assert.deepEqual(attempts[0]?.usage, CHAT_USAGE);
    },
  },
  {
    name: 'a call of defaults records no parameter that was not given',
    run: ({ client }) => client('ok').chat.completions.create(CHAT),
    records: succeeds({ params: {} }),
  },
  {
    name: 'retries of the SDK: 429, 500, 200',
    run: ({ client }) => client('flaky', { maxRetries: 2 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'success', statusCode: 200, usage: CHAT_USAGE });
      assert.deepEqual(tries(record), [
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
    name: '429 until the SDK gives up',
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
      assert.deepEqual(tries(record), [
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
      assert.deepEqual(tries(one(records)), [['failed', 401, 'no']]);
    },
  },
  {
    name: 'an error without a code is named by its type',
    run: ({ client }) => client('no-code').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { statusCode: 400, errorCode: 'invalid_request_error' }),
  },
  {
    name: 'a sentence is no error code',
    run: ({ client }) => client('sentence-code').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { statusCode: 400, errorCode: undefined, errorType: 'BadRequestError' }),
  },
  {
    name: 'an error page instead of JSON',
    run: ({ client }) => client('html-error').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 502, errorType: 'InternalServerError' }),
  },
  {
    name: 'nobody listens',
    run: ({ client }) => client('ok', { baseURL: 'http://127.0.0.1:2/v1' }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'failed', errorType: 'APIConnectionError', errorCode: 'connection_error' });
      assert.equal(record.statusCode, undefined);
      assert.deepEqual(tries(record), [['failed', undefined, 'no']]);
    },
  },
  {
    name: 'a connection that breaks before the answer, then one that holds',
    run: ({ client }) => client('reset-once', { maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      holds(one(records), { state: 'success', usage: CHAT_USAGE });
      assert.deepEqual(tries(one(records)), [
        ['failed', undefined, 'possibly'],
        ['success', 200, 'yes'],
      ]);
      assert.equal(one(records).attempts[0]?.errorCode, 'connection_error');
    },
  },
  {
    name: 'no answer in time, twice',
    run: ({ client }) => client('hang', { timeout: 60, maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'failed', errorType: 'APIConnectionTimeoutError', errorCode: 'timeout' });
      assert.deepEqual(tries(record), [
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
    name: 'the caller aborts before the answer',
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
      assert.deepEqual(tries(one(records)), [['cancelled', undefined, 'possibly']]);
    },
  },
  {
    name: 'the caller had aborted before the call',
    run: ({ client }) => client('ok').chat.completions.create(CHAT, { signal: AbortSignal.abort() }),
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorCode: 'cancelled' });
      assert.deepEqual(tries(one(records)), []);
    },
  },
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
      assert.deepEqual(tries(record), [['cancelled', 200, 'yes']]);
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
      assert.deepEqual(tries(record), [['failed', 200, 'yes']]);
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
      assert.deepEqual(tries(one(records)), [['failed', 200, 'possibly']]);
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
  {
    name: 'a stream that is read twice',
    run: async ({ client }) => {
      const stream = await client('ok').chat.completions.create(STREAM_USAGE);
      return [(await all(stream)).length, await all(stream).catch((error: Error) => error.message)];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'tee(), both read',
    run: async ({ client }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM_USAGE)).tee();
      return Promise.all([all(left), all(right)]);
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'tee(), one after the other, and the source dropped',
    run: async ({ client, collected }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM_USAGE)).tee();
      const first = await all(left);
      await collected();
      return [first, await all(right)];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'tee(), one branch left early',
    run: async ({ client }) => {
      const [left, right] = (await client('ok').chat.completions.create(STREAM_USAGE)).tee();
      for await (const _ of left) break;
      return all(right);
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'toReadableStream()',
    run: async ({ client }) => {
      const stream = (await client('ok').chat.completions.create(STREAM_USAGE)).toReadableStream();
      return new Response(stream as unknown as ReadableStream).text();
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'toReadableStream(), cancelled',
    run: async ({ client, hungUp }) => {
      const stream = (await client('stuck-stream').chat.completions.create(STREAM)).toReadableStream();
      const reader = (stream as unknown as ReadableStream).getReader();
      await reader.read();
      await reader.cancel();
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'a stream looks as the SDK made it',
    run: async ({ client }) => {
      const stream = await client('ok').chat.completions.create(STREAM);
      const iterator = stream[Symbol.asyncIterator]();
      const looks = {
        stream: [stream.constructor.name, Object.keys(stream), typeof stream.tee, stream.controller.constructor.name],
        iterator: [
          Object.prototype.toString.call(iterator),
          Object.keys(iterator),
          (iterator as AsyncIterableIterator<unknown>)[Symbol.asyncIterator]() === iterator,
        ],
      };
      return [looks, (await all(stream)).length];
    },
    records: succeeds({ finishReasons: ['stop'] }),
  },
  {
    name: 'create().withResponse()',
    run: async ({ client }) => {
      const { data, response, request_id } = await client('ok').chat.completions.create(CHAT).withResponse();
      return [data, response.status, response.bodyUsed, request_id];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'create().withResponse() of a stream',
    run: async ({ client }) => {
      const { data, response } = await client('ok').chat.completions.create(STREAM_USAGE).withResponse();
      return [await all(data), response.status];
    },
    records: succeeds({ usage: CHAT_USAGE }),
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
    name: 'create().asResponse() of a stream',
    run: async ({ client }) => (await client('ok').chat.completions.create(STREAM_USAGE).asResponse()).text(),
    records: succeeds({ usage: undefined, stream: true }),
  },
  {
    name: 'asResponse() and the parsed answer of one call',
    run: async ({ client }) => {
      const promise = client('ok').chat.completions.create(CHAT);
      const [response, data] = await Promise.all([promise.asResponse(), promise]);
      return [response.status, data];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'asResponse() of a refused call',
    run: ({ client }) => client('limited').chat.completions.create(CHAT).asResponse(),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429 }),
  },
  {
    name: 'the promise is the one of the SDK',
    run: async ({ client, APIPromise }) => {
      const promise = client('ok').chat.completions.create(CHAT);
      const methods = ['then', 'catch', 'finally', 'asResponse', 'withResponse', '_thenUnwrap'];
      return [
        promise instanceof (APIPromise as new () => object),
        Object.keys(promise),
        methods.map((name) => typeof (promise as unknown as Record<string, unknown>)[name]),
        await promise.finally(() => undefined),
        (await promise) === (await promise),
      ];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'a call that nobody awaits',
    run: async ({ client, collected }) => {
      void client('ok').chat.completions.create(CHAT);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await collected();
    },
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'a refused call that nobody awaits is an unhandled rejection, as without us',
    run: async ({ client }) => {
      void client('bad-key').chat.completions.create(CHAT);
      await new Promise((resolve) => setTimeout(resolve, 100));
    },
    records: (records) => holds(one(records), { state: 'failed', statusCode: 401 }),
  },
  {
    name: 'chat.completions.parse()',
    run: ({ client }) => client('ok').chat.completions.parse({ ...CHAT, response_format: JSON_FORMAT }),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'parse() of an answer that was cut: the provider did its part',
    run: ({ client }) => client('length').chat.completions.parse({ ...CHAT, response_format: JSON_FORMAT }),
    records: succeeds({ finishReasons: ['length'], usage: CHAT_USAGE }),
  },
  {
    name: 'chat.completions.stream()',
    run: async ({ client }) => {
      const stream = client('ok').chat.completions.stream(STREAM_USAGE);
      const text: string[] = [];
      stream.on('content', (delta) => text.push(delta));
      return [await stream.finalChatCompletion(), text, await stream.totalUsage()];
    },
    records: succeeds({ usage: CHAT_USAGE, stream: true }),
  },
  {
    name: 'chat.completions.stream(), aborted',
    run: async ({ client, hungUp }) => {
      const stream = client('stuck-stream').chat.completions.stream(STREAM);
      stream.on('content', () => setTimeout(() => stream.abort(), 10));
      const error = await stream.done().catch((thrown: Error) => thrown.constructor.name);
      return [error, await hungUp()];
    },
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'runTools(): each request is a call',
    run: ({ client }) => {
      const tool = {
        type: 'function',
        function: { name: 'time', parameters: {}, function: () => 'noon', parse: JSON.parse },
      };
      const runner = client('tool').chat.completions.runTools({ ...CHAT, tools: [tool as never] });
      return runner.finalContent();
    },
    records: (records) => {
      assert.deepEqual(
        records.map(({ state, finishReasons }) => [state, finishReasons]),
        [
          ['success', ['tool_calls']],
          ['success', ['stop']],
        ],
      );
    },
  },
  {
    name: 'response',
    run: ({ client }) =>
      client('ok').responses.create({
        ...RESPONSE,
        conversation: { id: 'conv_1' },
        max_output_tokens: 64,
        temperature: 0.2,
        reasoning: { effort: 'high' },
        text: { format: { type: 'text' } },
        service_tier: 'auto',
      }),
    records: succeeds({
      operation: 'chat',
      apiFormat: 'openai.responses',
      conversationId: 'conv_1',
      responseId: 'resp_1',
      requestedServiceTier: 'auto',
      servedServiceTier: 'flex',
      finishReasons: ['completed'],
      usage: RESPONSE_USAGE,
      params: { maxTokens: 64, temperature: 0.2, reasoningLevel: 'high', outputType: 'text' },
    }),
  },
  {
    name: 'response, streamed',
    run: async ({ client }) => all(await client('ok').responses.create({ ...RESPONSE, stream: true })),
    records: succeeds({ stream: true, usage: RESPONSE_USAGE, responseId: 'resp_1', servedServiceTier: 'flex' }),
  },
  {
    name: 'responses.parse()',
    run: ({ client }) => client('ok').responses.parse(RESPONSE),
    records: succeeds({ usage: RESPONSE_USAGE }),
  },
  {
    name: 'responses.stream()',
    run: ({ client }) => client('ok').responses.stream(RESPONSE).finalResponse(),
    records: succeeds({ usage: RESPONSE_USAGE, stream: true }),
  },
  {
    name: 'a response that failed, although the status is 200',
    run: ({ client }) => client('failed-response').responses.create(RESPONSE),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: 'server_error', usage: RESPONSE_USAGE });
      assert.deepEqual(tries(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'a streamed response that failed',
    run: async ({ client }) => all(await client('failed-response').responses.create({ ...RESPONSE, stream: true })),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'server_error', usage: RESPONSE_USAGE }),
  },
  {
    name: 'a response that is incomplete',
    run: ({ client }) => client('incomplete-response').responses.create(RESPONSE),
    records: succeeds({ finishReasons: ['max_output_tokens'], usage: RESPONSE_USAGE }),
  },
  {
    name: 'an error event in a streamed response',
    run: async ({ client }) => all(await client('error-in-stream').responses.create({ ...RESPONSE, stream: true })),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'overloaded', usage: undefined }),
  },
  {
    name: 'a streamed response that ends without its last event',
    run: async ({ client }) => all(await client('ended-stream').responses.create({ ...RESPONSE, stream: true })),
    records: (records) =>
      holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined, responseId: 'resp_1' }),
  },
  {
    name: 'break out of a streamed response',
    run: async ({ client, hungUp }) => {
      for await (const _ of await client('stuck-stream').responses.create({ ...RESPONSE, stream: true })) break;
      return hungUp();
    },
    records: (records) => holds(one(records), { state: 'cancelled', usage: undefined }),
  },
  {
    name: 'embeddings',
    run: ({ client }) =>
      client('ok').embeddings.create({ model: 'text-embedding-3-small', input: 'hello', dimensions: 2 }),
    records: succeeds({
      operation: 'embeddings',
      apiFormat: 'openai.embeddings',
      usage: { inputTokens: 8 },
      responseModel: 'text-embedding-3-small',
      finishReasons: undefined,
      params: { dimensionCount: 2 },
    }),
  },
  {
    name: 'embeddings as floats',
    run: ({ client }) =>
      client('ok').embeddings.create({ model: 'text-embedding-3-small', input: 'hello', encoding_format: 'float' }),
    records: succeeds({ usage: { inputTokens: 8 } }),
  },
  {
    name: "Azure's client",
    run: ({ AzureOpenAI: Azure, baseURL }) =>
      new Azure({
        apiKey: 'azure-key-0123456789abcdef',
        endpoint: baseURL('ok').replace(/\/v1$/, ''),
        apiVersion: '2024-10-21',
        deployment: 'my-deployment',
        maxRetries: 0,
      }).chat.completions.create(CHAT),
    records: (records) => {
      succeeds({ provider: 'azure.ai.openai', usage: CHAT_USAGE, keyPreview: '...cdef' })(records);
      assert.match(
        one(records).attempts[0]?.endpoint ?? '',
        /\/openai\/deployments\/my-deployment\/chat\/completions$/,
      );
    },
  },
  {
    name: "Azure's client, retried",
    run: ({ AzureOpenAI: Azure, baseURL }) =>
      new Azure({
        apiKey: 'azure-key-0123456789abcdef',
        endpoint: baseURL('flaky').replace(/\/v1$/, ''),
        apiVersion: '2024-10-21',
        maxRetries: 2,
      }).chat.completions.create(CHAT),
    records: (records) => assert.equal(one(records).attempts.length, 3),
  },
  {
    name: 'a key from a function',
    run: ({ client }) => {
      const apiKey = () => Promise.resolve('sk-proj-fresh-0123456789-7777');
      return client('ok', { apiKey }).chat.completions.create(CHAT);
    },
    records: (records) => assert.equal(one(records).attempts[0]?.keyPreview, 'sk-proj-...7777'),
  },
  {
    name: 'withOptions()',
    run: ({ client }) => client('ok').withOptions({ timeout: 5000 }).chat.completions.create(CHAT),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: "the app's own fetch",
    run: async ({ client }) => {
      let asked = 0;
      const fetching = (...args: Parameters<typeof fetch>) => (asked++, fetch(...args));
      return [await client('ok', { fetch: fetching }).chat.completions.create(CHAT), asked];
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: "a subclass of the app's own",
    run: ({ OpenAI: Client, baseURL }) => {
      class Mine extends Client {}
      return new Mine({ apiKey: 'sk-proj-0123456789-wxyz', baseURL: baseURL('ok') }).chat.completions.create(CHAT);
    },
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'lists are no calls',
    run: async ({ client }) => {
      const models = [];
      for await (const model of client('ok').models.list()) models.push(model);
      return models;
    },
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'frozen parameters',
    run: ({ client }) => client('ok').chat.completions.create(Object.freeze({ ...CHAT })),
    records: succeeds({ usage: CHAT_USAGE }),
  },
  {
    name: 'parameters that throw when they are read',
    run: ({ client }) =>
      client('ok').chat.completions.create({
        ...CHAT,
        get temperature(): number {
          throw new Error('not for you');
        },
      }),
    records: () => undefined,
  },
  {
    name: 'no messages, no model',
    run: ({ client }) => client('ok').chat.completions.create({} as never),
    records: succeeds({ usage: CHAT_USAGE, requestModel: undefined }),
  },
  {
    name: 'an empty body',
    run: async ({ client }) => String(await client('empty').chat.completions.create(CHAT)),
    records: (records) => assert.equal(one(records).usage, undefined),
  },
  {
    name: 'an answer that is null',
    run: ({ client }) => client('null').chat.completions.create(CHAT),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'a failure within an answer of 200',
    run: ({ client }) => client('error-in-body').chat.completions.create(CHAT),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, errorCode: '502' });
      assert.deepEqual(tries(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'an answer that is text',
    run: ({ client }) => client('text').chat.completions.create(CHAT),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'an answer of 204',
    run: ({ client }) => client('no-content').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { state: 'success', statusCode: 204, usage: undefined }),
  },
  {
    name: 'an answer of odd types',
    run: ({ client }) => client('odd').embeddings.create({ model: 'm', input: 'x', encoding_format: 'float' }),
    records: succeeds({ usage: undefined }),
  },
  {
    name: 'an answer that is broken JSON',
    run: ({ client }) => client('bad-json').chat.completions.create(CHAT),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200, errorType: 'SyntaxError' }),
  },
  {
    name: 'a body that breaks off',
    run: ({ client }) =>
      client('cut-body')
        .chat.completions.create(CHAT)
        .catch((error: Error) => error.constructor.name),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200, usage: undefined }),
  },
  {
    name: 'a body that does not come in time is asked for again',
    majors: [7],
    run: ({ client }) => client('slow-body-once', { timeout: 80, maxRetries: 1 }).chat.completions.create(CHAT),
    records: (records) => {
      const record = one(records);
      holds(record, { state: 'success', usage: CHAT_USAGE });
      assert.deepEqual(tries(record), [
        ['failed', 200, 'possibly'],
        ['success', 200, 'yes'],
      ]);
      assert.equal(record.attempts[0]?.errorCode, 'timeout');
    },
  },
  {
    name: 'many calls at once keep their tries apart',
    run: async ({ client }) => {
      const calls = Array.from({ length: 12 }, (_, index) =>
        client(index % 2 === 0 ? 'flaky' : 'ok', { maxRetries: 2 }).chat.completions.create(CHAT),
      );
      return (await Promise.all(calls)).length;
    },
    records: (records) => {
      assert.equal(records.length, 12);
      const counts = records.map(({ attempts }) => attempts.length).sort();
      assert.deepEqual(counts, [1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3]);
    },
  },
];

const JSON_FORMAT = {
  type: 'json_schema',
  json_schema: { name: 'word', strict: true, schema: { type: 'object', properties: { word: { type: 'string' } } } },
} as const;
