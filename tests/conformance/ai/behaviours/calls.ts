import assert from 'node:assert/strict';
import { responds, responded, holds, one, PROMPT, sentAttempts, type Behaviour } from '../behaviour.ts';

/** The flaky provider's second refusal depends on the wire format. */
const secondRefusal = (apiFormat: string | undefined) => (apiFormat === 'openai.chat' ? 500 : 529);

export const CALLS: readonly Behaviour[] = [
  {
    name: 'generateText',
    run: async ({ ai, ask }) => {
      const { text, usage, finishReason, response, steps } = await ai.generateText({ model: ask('ok'), ...PROMPT });
      return [text, usage, finishReason, response.id, response.modelId, steps.length];
    },
    records: (records) => {
      responds({ stream: undefined, firstChunkMs: undefined, servedServiceTier: 'priority' })(records);
      const { finishReasons, responseModel, requestModel } = one(records);
      assert.deepEqual(finishReasons, [requestModel === 'gpt-4o' ? 'stop' : 'end_turn']);
      assert.ok(responseModel?.startsWith(requestModel ?? '-'));
    },
  },
  {
    name: 'parameters of a call',
    variants: ['openai'],
    run: async ({ ai, ask }) => {
      const settings = { temperature: 0.5, topP: 0.9, seed: 7, presencePenalty: 0.1, frequencyPenalty: 0.2 };
      const more = { maxOutputTokens: 50, providerOptions: { openai: { serviceTier: 'priority' } } };
      return (await ai.generateText({ model: ask('ok'), ...PROMPT, ...settings, ...more })).text;
    },
    records: responds({
      requestedServiceTier: 'priority',
      params: { maxTokens: 50, temperature: 0.5, topP: 0.9, seed: 7, presencePenalty: 0.1, frequencyPenalty: 0.2 },
    }),
  },
  {
    name: 'the Responses API',
    variants: ['openai'],
    run: async ({ ai, provider, url }) => {
      const { text, usage } = await ai.generateText({ model: provider(url('ok')).responses('gpt-4o'), ...PROMPT });
      return [text, usage];
    },
    records: responds({
      apiFormat: 'openai.responses',
      responseId: 'resp_1',
      keyPreview: 'sk-proj-...wxyz',
      servedServiceTier: 'flex',
      usage: { inputTokens: 300, outputTokens: 40, cacheReadTokens: 100, cacheWriteTokens: 50, reasoningTokens: 30 },
    }),
  },
  {
    name: 'the SDK retries: 429, then a server error, then a response',
    run: async ({ ai, ask }) => (await ai.generateText({ model: ask('flaky'), ...PROMPT, maxRetries: 2 })).text,
    records: (records) => {
      const record = one(records);
      responded(record);
      assert.deepEqual(sentAttempts(record), [
        ['failed', 429, 'no'],
        ['failed', secondRefusal(record.apiFormat), 'no'],
        ['success', 200, 'yes'],
      ]);
      const [first, second] = record.attempts;
      assert.match(String(first?.errorCode), /^rate_limit/);
      assert.ok((first?.durationMs ?? -1) >= 0 && (second?.offsetMs ?? 0) > 0);
      assert.deepEqual(
        record.attempts.map(({ requestId }) => requestId),
        ['req_1', 'req_2', 'req_3'],
      );
    },
  },
  {
    name: 'the SDK stops retrying',
    run: ({ ai, ask }) => ai.generateText({ model: ask('limited'), ...PROMPT, maxRetries: 1 }),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 429, usage: undefined, errorType: 'AI_APICallError' });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', 429, 'no'],
        ['failed', 429, 'no'],
      ]);
    },
  },
  {
    name: 'a refused key',
    run: ({ ai, ask }) => ai.generateText({ model: ask('bad-key'), ...PROMPT, maxRetries: 2 }),
    records: (records) => {
      const code = one(records).apiFormat === 'openai.chat' ? 'invalid_api_key' : 'authentication_error';
      holds(one(records), { state: 'failed', statusCode: 401, errorCode: code, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 401, 'no']]);
    },
  },
  {
    name: 'the provider responds 404',
    run: ({ ai, ask }) => ai.generateText({ model: ask('no-such-case'), ...PROMPT }),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 404 }),
  },
  {
    name: 'the connection breaks before the response, and the next one works',
    run: async ({ ai, ask }) => (await ai.generateText({ model: ask('reset-once'), ...PROMPT, maxRetries: 1 })).text,
    records: (records) => {
      responded(one(records));
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', undefined, 'possibly'],
        ['success', 200, 'yes'],
      ]);
      assert.equal(one(records).attempts[0]?.errorCode, 'connection_error');
    },
  },
  {
    name: 'the caller aborts before the response',
    run: async ({ ai, ask, hungUp }) => {
      const abortSignal = AbortSignal.timeout(50);
      const error = await ai.generateText({ model: ask('hang'), ...PROMPT, abortSignal }).catch(nameOf);
      return [error, await hungUp()];
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', statusCode: undefined, errorCode: 'cancelled' });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', undefined, 'possibly']]);
    },
  },
  {
    name: "the SDK's timeout ends the call",
    run: ({ ai, ask }) => ai.generateText({ model: ask('hang'), ...PROMPT, timeout: 50 }).catch(nameOf),
    records: (records) => holds(one(records), { state: 'cancelled', errorCode: 'cancelled' }),
  },
  {
    name: 'the caller aborted before the call',
    run: ({ ai, ask }) =>
      ai.generateText({ model: ask('ok'), ...PROMPT, abortSignal: AbortSignal.abort() }).catch(nameOf),
    // No request was sent, so the record could not be found by its path.
    records: (records) => assert.equal(records.length, 0),
  },
  {
    name: 'the caller aborts while the SDK waits for a retry',
    run: ({ ai, ask }) => {
      const abortSignal = AbortSignal.timeout(300);
      return ai.generateText({ model: ask('reset-once'), ...PROMPT, maxRetries: 1, abortSignal }).catch(nameOf);
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', undefined, 'possibly']]);
    },
  },
  {
    name: 'the body is not JSON',
    run: ({ ai, ask }) => ai.generateText({ model: ask('bad-json'), ...PROMPT }),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 200, usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 200, 'possibly']]);
    },
  },
  {
    name: 'the response has an unexpected shape',
    run: ({ ai, ask }) => ai.generateText({ model: ask('odd'), ...PROMPT }),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 200, usage: undefined }),
  },
  {
    name: 'the app passes its own fetch',
    run: async ({ ai, ask }) => {
      const seen: string[] = [];
      const own: typeof fetch = (input, init) => {
        seen.push(init?.method ?? 'GET');
        return fetch(input, init);
      };
      return [(await ai.generateText({ model: ask('ok', { fetch: own }), ...PROMPT })).text, seen];
    },
    records: responds(),
  },
  {
    name: 'the app wraps the model in a middleware',
    run: async ({ ai, ask }) => {
      const middleware = ai.defaultSettingsMiddleware({ settings: { maxOutputTokens: 5 } });
      const model = ai.wrapLanguageModel({ model: ask('ok'), middleware });
      return (await ai.generateText({ model, ...PROMPT })).text;
    },
    records: responds(),
  },
  {
    name: 'the app takes the model by name from a registry',
    run: async ({ ai, ask }) => {
      const custom = ai.customProvider({ languageModels: { best: ask('ok') } });
      const registry = ai.createProviderRegistry({ own: custom });
      return (await ai.generateText({ model: registry.languageModel('own:best'), ...PROMPT })).text;
    },
    records: responds(),
  },
  {
    name: 'concurrent calls',
    run: async ({ ai, ask }) => {
      const ask1 = (situation: string) => ai.generateText({ model: ask(situation), ...PROMPT, maxRetries: 2 });
      const all = await Promise.allSettled(['ok', 'flaky', 'bad-key', 'ok'].map(ask1));
      return all.map(({ status }) => status);
    },
    records: (records) =>
      assert.deepEqual(records.map(({ state, attempts }) => `${state} ${attempts.length}`).toSorted(), [
        'failed 1',
        'success 1',
        'success 1',
        'success 3',
      ]),
  },
];

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
