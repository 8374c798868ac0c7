import assert from 'node:assert/strict';
import type { GenerateContentParameters } from '@google/genai';
import { ASK, holds, MODEL, one, retrying, succeeds, sentAttempts, USAGE, type Behaviour } from '../behaviour.ts';

export const CALLS: readonly Behaviour[] = [
  {
    name: 'generateContent',
    run: ({ client }) =>
      client('ok').models.generateContent({
        ...ASK,
        config: {
          maxOutputTokens: 100,
          temperature: 0,
          topP: 0.5,
          seed: 7,
          presencePenalty: 0.1,
          frequencyPenalty: 0.2,
          responseMimeType: 'application/json',
          thinkingConfig: { thinkingBudget: 256 },
        },
      }),
    records: (records) => {
      succeeds({
        operation: 'generate_content',
        apiFormat: 'gemini.generate_content',
        provider: '127.0.0.1',
        method: 'POST',
        stream: undefined,
        requestModel: MODEL,
        responseModel: 'gemini-2.5-flash-001',
        responseId: 'resp_1',
        finishReasons: ['STOP'],
        servedServiceTier: 'standard',
        usage: USAGE,
        keyPreview: 'AIza...wxyz',
        params: {
          maxTokens: 100,
          temperature: 0,
          topP: 0.5,
          seed: 7,
          presencePenalty: 0.1,
          frequencyPenalty: 0.2,
          reasoningLevel: '256',
          outputType: 'json',
        },
      })(records);
      const { path, attempts } = one(records);
      assert.match(path ?? '', /^\/ok\/[^/]+\/v1\/models\/gemini-2\.5-flash:generateContent$/);
      assert.equal(attempts[0]?.endpoint, path);
      assert.deepEqual(attempts[0]?.usage, USAGE);
    },
  },
  {
    name: 'the response keeps its class',
    run: async ({ client }) => {
      const response = await client('ok').models.generateContent(ASK);
      return [response.constructor.name, Object.keys(response), response.text, response.usageMetadata];
    },
  },
  {
    name: 'methods and clients are unchanged',
    run: ({ client, GoogleGenAI }) => {
      const { models } = client('ok');
      const { generateContent: method } = models;
      const prototype = Object.getPrototypeOf(models) as object;
      return Promise.resolve([
        Object.entries(Object.getOwnPropertyDescriptors(models)).map(([name, { value: _, ...rest }]) => [name, rest]),
        [method.name, method.length, method.constructor.name],
        Object.keys(prototype),
        GoogleGenAI.name,
      ]);
    },
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'a method that the app replaced stays replaced',
    run: ({ client }) => {
      const { models } = client('ok');
      models.generateContent = () => Promise.reject(new RangeError('mine'));
      return models.generateContent(ASK).catch((error: Error) => error.message);
    },
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'the model is named by path, thinking by level',
    run: ({ client }) =>
      client('ok').models.generateContent({
        model: `models/${MODEL}`,
        contents: 'Say hello',
        config: { thinkingConfig: { thinkingLevel: 'LOW' as never } },
      }),
    records: succeeds({ requestModel: MODEL, params: { reasoningLevel: 'LOW' } }),
  },
  {
    name: 'the requested service tier, and the served one from a header',
    run: ({ client }) =>
      client('priority').models.generateContent({ ...ASK, config: { serviceTier: 'priority' as never } }),
    records: succeeds({ requestedServiceTier: 'priority', servedServiceTier: 'priority', usage: USAGE }),
  },
  {
    name: 'several candidates, with images requested',
    run: ({ client, Modality }) =>
      client('ok').models.generateContent({
        ...ASK,
        config: { candidateCount: 2, responseModalities: [Modality.TEXT, Modality.IMAGE] },
      }),
    records: succeeds({ params: { choiceCount: 2, outputType: 'image' } }),
  },
  {
    name: 'counting tokens creates no record',
    run: ({ client }) => client('ok').models.countTokens(ASK),
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'without retry options the SDK sends one attempt',
    run: ({ client }) => client('flaky').models.generateContent(ASK),
    records: (records) => {
      const error = { errorType: 'ApiError', errorCode: 'RESOURCE_EXHAUSTED' };
      holds(one(records), { state: 'failed', statusCode: 429, usage: undefined, ...error });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 429, 'no']]);
      assert.equal(one(records).attempts[0]?.errorCode, 'RESOURCE_EXHAUSTED');
    },
  },
  {
    name: 'the SDK retries: 429, 500, 200',
    run: ({ client }) => client('flaky', retrying(3)).models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'success', statusCode: 200, usage: USAGE });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', 429, 'no'],
        ['failed', 500, 'no'],
        ['success', 200, 'yes'],
      ]);
      assert.deepEqual(
        one(records).attempts.map(({ retry, continues }) => [retry, continues]),
        [
          [0, undefined],
          [1, undefined],
          [2, undefined],
        ],
      );
    },
  },
  {
    name: 'retry options of one call',
    run: ({ client }) => client('flaky').models.generateContent({ ...ASK, config: retrying(3) }),
    records: (records) => assert.equal(one(records).attempts.length, 3),
  },
  {
    name: '429 until the SDK stops retrying',
    run: ({ client }) => client('limited', retrying(2)).models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 429, errorType: 'ApiError', errorCode: 'RESOURCE_EXHAUSTED' });
      assert.equal(one(records).attempts.length, 2);
    },
  },
  {
    name: 'a refused key',
    run: ({ client }) => client('bad-key', retrying(3)).models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 400, errorCode: 'INVALID_ARGUMENT' });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 400, 'no']]);
    },
  },
  {
    name: 'the provider sends HTML instead of JSON',
    run: ({ client }) => client('page').models.generateContent(ASK),
    records: (records) =>
      holds(one(records), { state: 'failed', statusCode: 502, errorType: 'ApiError', errorCode: undefined }),
  },
  {
    name: 'the connection breaks before the response',
    run: ({ client }) =>
      client('reset')
        .models.generateContent(ASK)
        .catch((error: Error) => error.message),
    records: (records) =>
      holds(one(records), {
        state: 'failed',
        errorType: 'TypeError',
        errorCode: 'connection_error',
        statusCode: undefined,
      }),
  },
  {
    name: 'the request times out',
    run: ({ client }) => client('hang', { httpOptions: { timeout: 60 } }).models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'DOMException', errorCode: 'timeout' });
      assert.deepEqual(sentAttempts(one(records)), [['failed', undefined, 'possibly']]);
    },
  },
  {
    name: 'the caller aborts before the response',
    run: async ({ client, hungUp }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 60);
      const config = { abortSignal: controller.signal };
      const error = await client('hang')
        .models.generateContent({ ...ASK, config })
        .catch((thrown: Error) => [thrown.name, thrown.message]);
      return { error, hungUp: await hungUp() };
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', errorType: 'DOMException', errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', undefined, 'possibly']]);
    },
  },
  {
    name: 'the body is not JSON',
    run: ({ client }) => client('bad-json').models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'SyntaxError', statusCode: 200, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'the body has unexpected values',
    run: ({ client }) => client('odd').models.generateContent(ASK),
    records: succeeds({ usage: undefined, finishReasons: undefined }),
  },
  {
    name: 'a response without usage',
    run: ({ client }) => client('no-usage').models.generateContent(ASK),
    records: succeeds({ usage: undefined, finishReasons: ['STOP'] }),
  },
  {
    name: 'a blocked prompt: a response without candidates',
    run: ({ client }) => client('blocked').models.generateContent(ASK),
    records: succeeds({ finishReasons: ['PROHIBITED_CONTENT'], usage: { inputTokens: 57 } }),
  },
  {
    name: 'the app passes its own fetch to the client',
    run: async ({ client }) => {
      const seen: unknown[] = [];
      const fetching = function (this: unknown, url: unknown, init: RequestInit & { dispatcher?: unknown } = {}) {
        const { headers, ...rest } = init;
        const names = [...new Headers(headers).keys()].filter((name) => !name.includes('client')).sort();
        seen.push([this === undefined, typeof url, names, Object.keys(rest).sort()]);
        return fetch(url as string, init);
      };
      const response = await client('ok', { httpOptions: { fetch: fetching } }).models.generateContent(ASK);
      return [response, seen];
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: "the app's fetch counts tokens first: this is no attempt of the call",
    run: ({ client }) => {
      const plain = client('ok');
      const fetching = async (url: string | URL | Request, init?: RequestInit) => {
        await plain.models.countTokens(ASK);
        return fetch(url, init);
      };
      return client('ok', { httpOptions: { fetch: fetching } }).models.generateContent(ASK);
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: "the app's fetch throws synchronously",
    run: ({ client }) => {
      const fetching = () => {
        throw new RangeError('mine');
      };
      return client('ok', { httpOptions: { fetch: fetching } }).models.generateContent(ASK);
    },
    records: (records) => holds(one(records), { state: 'failed', errorType: 'RangeError' }),
  },
  {
    name: 'the fetch option is not a function',
    run: ({ client }) => client('ok', { httpOptions: { fetch: 7 as never } }).models.generateContent(ASK),
    records: () => undefined,
  },
  {
    name: 'the current global fetch is used',
    run: async ({ client }) => {
      const { models } = client('ok');
      const global = globalThis.fetch;
      let asked = 0;
      globalThis.fetch = (...args) => (asked++, global(...args));
      try {
        return [await models.generateContent(ASK), asked];
      } finally {
        globalThis.fetch = global;
      }
    },
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'frozen parameters',
    run: ({ client }) =>
      client('ok').models.generateContent(Object.freeze({ ...ASK, config: Object.freeze({ topP: 1 }) })),
    records: succeeds({ usage: USAGE }),
  },
  {
    name: 'required parameters are missing',
    run: ({ client }) => client('ok').models.generateContent({} as GenerateContentParameters),
    records: () => undefined,
  },
  {
    name: 'no parameters at all',
    run: ({ client }) => client('ok').models.generateContent(undefined as unknown as GenerateContentParameters),
    records: () => undefined,
  },
  {
    name: 'the app does not await the call',
    run: async ({ client, collected }) => {
      void client('ok').models.generateContent(ASK);
      await collected();
    },
    records: (records) => assert.equal(records.length <= 1, true),
  },
  {
    name: 'a refused call without a handler is one unhandled rejection',
    run: async ({ client, collected }) => {
      void client('bad-key').models.generateContent(ASK);
      await collected();
    },
    records: (records) => holds(one(records), { state: 'failed' }),
  },
  {
    name: 'concurrent calls have separate records',
    run: ({ client }) => {
      const { models } = client('ok');
      return Promise.all([models.generateContent(ASK), models.generateContent(ASK), models.generateContent(ASK)]);
    },
    records: (records) =>
      assert.deepEqual(
        records.map(({ usage, attempts }) => [usage, attempts.length]),
        [1, 2, 3].map(() => [USAGE, 1]),
      ),
  },
];
