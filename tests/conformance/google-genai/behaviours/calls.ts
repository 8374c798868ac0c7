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
    name: 'the answer is of the class it was',
    run: async ({ client }) => {
      const response = await client('ok').models.generateContent(ASK);
      return [response.constructor.name, Object.keys(response), response.text, response.usageMetadata];
    },
  },
  {
    name: 'methods and clients look as the SDK made them',
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
    name: 'a method that the app has replaced is its own',
    run: ({ client }) => {
      const { models } = client('ok');
      models.generateContent = () => Promise.reject(new RangeError('mine'));
      return models.generateContent(ASK).catch((error: Error) => error.message);
    },
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'a model named by its path, thinking by its level',
    run: ({ client }) =>
      client('ok').models.generateContent({
        model: `models/${MODEL}`,
        contents: 'Say hello',
        config: { thinkingConfig: { thinkingLevel: 'LOW' as never } },
      }),
    records: succeeds({ requestModel: MODEL, params: { reasoningLevel: 'LOW' } }),
  },
  {
    name: 'a tier that was asked for, and the one that served by header',
    run: ({ client }) =>
      client('priority').models.generateContent({ ...ASK, config: { serviceTier: 'priority' as never } }),
    records: succeeds({ requestedServiceTier: 'priority', servedServiceTier: 'priority', usage: USAGE }),
  },
  {
    name: 'several candidates, pictures asked for',
    run: ({ client, Modality }) =>
      client('ok').models.generateContent({
        ...ASK,
        config: { candidateCount: 2, responseModalities: [Modality.TEXT, Modality.IMAGE] },
      }),
    records: succeeds({ params: { choiceCount: 2, outputType: 'image' } }),
  },
  {
    name: 'counting tokens is no usage',
    run: ({ client }) => client('ok').models.countTokens(ASK),
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'without retry options one try is all there is',
    run: ({ client }) => client('flaky').models.generateContent(ASK),
    records: (records) => {
      const error = { errorType: 'ApiError', errorCode: 'RESOURCE_EXHAUSTED' };
      holds(one(records), { state: 'failed', statusCode: 429, usage: undefined, ...error });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 429, 'no']]);
      assert.equal(one(records).attempts[0]?.errorCode, 'RESOURCE_EXHAUSTED');
    },
  },
  {
    name: 'retries of the SDK: 429, 500, 200',
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
    name: 'retry options of the call alone',
    run: ({ client }) => client('flaky').models.generateContent({ ...ASK, config: retrying(3) }),
    records: (records) => assert.equal(one(records).attempts.length, 3),
  },
  {
    name: '429 until the SDK gives up',
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
    name: 'a page instead of JSON',
    run: ({ client }) => client('page').models.generateContent(ASK),
    records: (records) =>
      holds(one(records), { state: 'failed', statusCode: 502, errorType: 'ApiError', errorCode: undefined }),
  },
  {
    name: 'a connection that breaks before the answer',
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
    name: 'no answer in time',
    run: ({ client }) => client('hang', { httpOptions: { timeout: 60 } }).models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'DOMException', errorCode: 'timeout' });
      assert.deepEqual(sentAttempts(one(records)), [['failed', undefined, 'possibly']]);
    },
  },
  {
    name: 'the caller aborts before the answer',
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
    name: 'a body that is no JSON',
    run: ({ client }) => client('bad-json').models.generateContent(ASK),
    records: (records) => {
      holds(one(records), { state: 'failed', errorType: 'SyntaxError', statusCode: 200, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'a body of odd values',
    run: ({ client }) => client('odd').models.generateContent(ASK),
    records: succeeds({ usage: undefined, finishReasons: undefined }),
  },
  {
    name: 'an answer without usage',
    run: ({ client }) => client('no-usage').models.generateContent(ASK),
    records: succeeds({ usage: undefined, finishReasons: ['STOP'] }),
  },
  {
    name: 'a prompt that was blocked: an answer without candidates',
    run: ({ client }) => client('blocked').models.generateContent(ASK),
    records: succeeds({ finishReasons: ['PROHIBITED_CONTENT'], usage: { inputTokens: 57 } }),
  },
  {
    name: 'a fetch of the app, given to the client',
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
    name: 'a fetch of the app that counts tokens first: that is no try of the call',
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
    name: 'a fetch of the app that throws at once',
    run: ({ client }) => {
      const fetching = () => {
        throw new RangeError('mine');
      };
      return client('ok', { httpOptions: { fetch: fetching } }).models.generateContent(ASK);
    },
    records: (records) => holds(one(records), { state: 'failed', errorType: 'RangeError' }),
  },
  {
    name: 'a fetch that is none',
    run: ({ client }) => client('ok', { httpOptions: { fetch: 7 as never } }).models.generateContent(ASK),
    records: () => undefined,
  },
  {
    name: 'the global fetch of the moment is used',
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
    name: 'parameters that are missing',
    run: ({ client }) => client('ok').models.generateContent({} as GenerateContentParameters),
    records: () => undefined,
  },
  {
    name: 'no parameters at all',
    run: ({ client }) => client('ok').models.generateContent(undefined as unknown as GenerateContentParameters),
    records: () => undefined,
  },
  {
    name: 'a call that nobody waits for',
    run: async ({ client, collected }) => {
      void client('ok').models.generateContent(ASK);
      await collected();
    },
    records: (records) => assert.equal(records.length <= 1, true),
  },
  {
    name: 'a refused call that nobody listens to is an unhandled rejection, once',
    run: async ({ client, collected }) => {
      void client('bad-key').models.generateContent(ASK);
      await collected();
    },
    records: (records) => holds(one(records), { state: 'failed' }),
  },
  {
    name: 'calls at once are told apart',
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
