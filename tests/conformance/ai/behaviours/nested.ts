import assert from 'node:assert/strict';
import type { LanguageModel, LanguageModelMiddleware } from 'ai';
import { responded, holds, one, OPENAI, PROMPT, sentAttempts, type Behaviour, type Stage } from '../behaviour.ts';
import type { SeenRecord } from '../../seen-record.ts';

type Model = Exclude<LanguageModel, string>;

/** A model of the app's own, whose provider uses the `openai` package. */
function modelOverOpenAI({ OpenAI, url, ask }: Stage, situation: string, maxRetries: number): Model {
  const client = new OpenAI({
    apiKey: 'sk-proj-0123456789abcdef-wxyz',
    baseURL: `${url(situation)}/v1`,
    maxRetries,
    logLevel: 'off',
  });
  const doGenerate = async () => {
    const { choices } = await client.chat.completions.create({ model: 'gpt-4o', messages: [] });
    return {
      content: [{ type: 'text', text: choices[0]?.message.content ?? '' }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: {
        inputTokens: { total: 1000, noCache: 200, cacheRead: 800, cacheWrite: undefined },
        outputTokens: { total: 20, text: 15, reasoning: 5 },
      },
      warnings: [],
    };
  };
  return Object.create(ask('ok'), { doGenerate: { value: doGenerate }, provider: { value: 'own.chat' } }) as Model;
}

export const NESTED: readonly Behaviour[] = [
  {
    name: 'a provider that uses the openai package creates one record',
    variants: OPENAI,
    run: async (stage) => (await stage.ai.generateText({ model: modelOverOpenAI(stage, 'ok', 0), ...PROMPT })).text,
    records: (records) => {
      responded(one(records), { responseId: 'chatcmpl-1', servedServiceTier: 'priority' });
      assert.deepEqual(sentAttempts(one(records)), [['success', 200, 'yes']]);
    },
  },
  {
    name: 'retries of such a provider are attempts of that call',
    variants: OPENAI,
    run: async (stage) => (await stage.ai.generateText({ model: modelOverOpenAI(stage, 'flaky', 2), ...PROMPT })).text,
    records: (records) => {
      holds(one(records), { state: 'success', operation: 'chat' });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', 429, 'no'],
        ['failed', 500, 'no'],
        ['success', 200, 'yes'],
      ]);
    },
  },
  {
    name: 'a provider that calls another model of the SDK creates one record',
    run: async ({ ai, ask }) => {
      const inner = ask('ok');
      const doGenerate = async () => {
        const { text } = await ai.generateText({ model: inner, ...PROMPT });
        const none = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined };
        const usage = { inputTokens: none, outputTokens: { total: undefined, text: undefined, reasoning: undefined } };
        return {
          content: [{ type: 'text', text }],
          finishReason: { unified: 'stop', raw: 'stop' },
          usage,
          warnings: [],
        };
      };
      const model = Object.create(inner, { doGenerate: { value: doGenerate } }) as Model;
      return (await ai.generateText({ model, ...PROMPT })).text;
    },
    records: (records) => assert.deepEqual(sentAttempts(one(records)), [['success', 200, 'yes']]),
  },
  {
    name: 'a middleware calls another model first: one call with the usage of both',
    run: async ({ ai, ask }) => {
      const guard = ask('flaky');
      const middleware: LanguageModelMiddleware = {
        specificationVersion: 'v4',
        wrapGenerate: async ({ doGenerate }) => {
          await ai.generateText({ model: guard, ...PROMPT, maxRetries: 2 });
          return doGenerate();
        },
      };
      return (await ai.generateText({ model: ai.wrapLanguageModel({ model: ask('ok'), middleware }), ...PROMPT })).text;
    },
    records: (records) => {
      const { usage = {}, attempts } = one(records);
      const [, , guarded, asked] = attempts;
      assert.deepEqual(
        attempts.map(({ state, continues }) => [state, continues]),
        [
          ['failed', undefined],
          ['failed', undefined],
          ['success', undefined],
          ['success', true],
        ],
      );
      assert.deepEqual(guarded?.usage, asked?.usage);
      assert.equal(usage.inputTokens, 2 * (asked?.usage?.inputTokens ?? NaN));
      assert.notEqual(guarded?.endpoint, asked?.endpoint);
      assert.equal(one(records).path, asked?.endpoint);
    },
  },
  {
    name: 'a middleware makes other requests first: embeddings are a separate call, other requests are none',
    variants: OPENAI,
    run: async ({ ai, ask, provider, url, mediaUrl }) => {
      const model = provider(url('ok')).embedding('text-embedding-3-small');
      const middleware: LanguageModelMiddleware = {
        specificationVersion: 'v4',
        transformParams: async ({ params }) => {
          await ai.embed({ model, value: 'Hello' });
          await fetch(`${mediaUrl()}/query`, { method: 'POST', body: '{}' });
          return params;
        },
      };
      return (await ai.generateText({ model: ai.wrapLanguageModel({ model: ask('ok'), middleware }), ...PROMPT })).text;
    },
    records: (records) => {
      const [embedded, asked] = records.toSorted((a, b) => String(b.operation).localeCompare(String(a.operation)));
      holds(embedded as SeenRecord, { operation: 'embeddings', usage: { inputTokens: 8 } });
      responded(asked as SeenRecord);
      assert.equal(records.length, 2);
      assert.match(String(asked?.path), /chat\/completions$/);
      assert.equal(asked?.attempts.length, 1);
    },
  },
];
