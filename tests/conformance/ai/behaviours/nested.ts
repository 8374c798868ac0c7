import assert from 'node:assert/strict';
import type { LanguageModel } from 'ai';
import { answered, holds, one, OPENAI, PROMPT, tries, type Behaviour, type Stage } from '../behaviour.ts';

type Model = Exclude<LanguageModel, string>;

/** A model of the app's own, whose provider asks with the `openai` package. */
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
    name: 'a provider that asks with the openai package counts once',
    variants: OPENAI,
    run: async (stage) => (await stage.ai.generateText({ model: modelOverOpenAI(stage, 'ok', 0), ...PROMPT })).text,
    records: (records) => {
      answered(one(records), { responseId: 'chatcmpl-1', servedServiceTier: 'priority' });
      assert.deepEqual(tries(one(records)), [['success', 200, 'yes']]);
    },
  },
  {
    name: 'and its own retries are tries of that one call',
    variants: OPENAI,
    run: async (stage) => (await stage.ai.generateText({ model: modelOverOpenAI(stage, 'flaky', 2), ...PROMPT })).text,
    records: (records) => {
      holds(one(records), { state: 'success', operation: 'chat' });
      assert.deepEqual(tries(one(records)), [
        ['failed', 429, 'no'],
        ['failed', 500, 'no'],
        ['success', 200, 'yes'],
      ]);
    },
  },
  {
    name: 'a provider that asks another model of the SDK counts once',
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
    records: (records) => assert.deepEqual(tries(one(records)), [['success', 200, 'yes']]),
  },
];
