import assert from 'node:assert/strict';
import { responds, holds, one, OPENAI, PROMPT, sentAttempts, type Behaviour, type Stage } from '../behaviour.ts';

const EMBEDDED = {
  operation: 'embeddings',
  apiFormat: 'openai.embeddings',
  responseId: undefined,
  keyPreview: 'sk-proj-...wxyz',
};

function embedding({ provider, url }: Stage, situation: string) {
  return provider(url(situation)).embedding('text-embedding-3-small');
}

const RETRIED = { maxRetries: 2 };
const ONCE = { maxRetries: 0 };

export const OTHER_OPERATIONS: readonly Behaviour[] = [
  {
    name: 'embed',
    variants: OPENAI,
    run: async (stage) => {
      const { embedding: vector, usage } = await stage.ai.embed({
        model: embedding(stage, 'ok'),
        value: 'Hello',
        ...ONCE,
      });
      return [vector, usage];
    },
    records: responds({ ...EMBEDDED, usage: { inputTokens: 8 }, responseModel: 'text-embedding-3-small' }),
  },
  {
    name: 'embed after 429 and 500',
    variants: OPENAI,
    run: async (stage) =>
      (await stage.ai.embed({ model: embedding(stage, 'flaky'), value: 'Hello', ...RETRIED })).usage,
    records: (records) => {
      holds(one(records), { state: 'success', usage: { inputTokens: 8 } });
      assert.deepEqual(sentAttempts(one(records)), [
        ['failed', 429, 'no'],
        ['failed', 500, 'no'],
        ['success', 200, 'yes'],
      ]);
    },
  },
  {
    name: 'embed with a refused key',
    variants: OPENAI,
    run: (stage) => stage.ai.embed({ model: embedding(stage, 'bad-key'), value: 'Hello', ...ONCE }),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 401, errorCode: 'invalid_api_key', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 401, 'no']]);
    },
  },
  {
    name: 'the SDK stops retrying embed',
    variants: OPENAI,
    run: (stage) => stage.ai.embed({ model: embedding(stage, 'limited'), value: 'Hello', maxRetries: 1 }),
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 429, errorCode: 'rate_limit_exceeded' });
      assert.equal(one(records).attempts.length, 2);
    },
  },
  {
    name: 'embedMany in one request',
    variants: OPENAI,
    run: async (stage) => {
      const { ai } = stage;
      return (await ai.embedMany({ model: embedding(stage, 'ok'), values: ['a', 'b'], ...ONCE })).usage;
    },
    records: responds({ ...EMBEDDED, usage: { inputTokens: 8 } }),
  },
  {
    name: 'embedMany in three requests: one record with the sum',
    variants: OPENAI,
    run: async (stage) => {
      const { ai } = stage;
      const model = Object.create(embedding(stage, 'ok'), { maxEmbeddingsPerCall: { value: 2 } });
      return (await ai.embedMany({ model, values: ['a', 'b', 'c', 'd', 'e'], ...ONCE })).usage;
    },
    records: responds({ ...EMBEDDED, usage: { inputTokens: 24 } }),
  },
  {
    name: 'generateSpeech',
    variants: OPENAI,
    run: async ({ ai, provider, mediaUrl }) => {
      const model = provider(mediaUrl()).speech('tts-1');
      return (await ai.generateSpeech({ model, text: 'Hello', ...ONCE })).audio.mediaType;
    },
    records: responds({
      operation: 'speech',
      apiFormat: undefined,
      usage: undefined,
      responseId: undefined,
      keyPreview: 'sk-proj-...wxyz',
    }),
  },
  {
    name: 'transcribe',
    variants: OPENAI,
    run: async ({ ai, provider, mediaUrl }) => {
      const model = provider(mediaUrl()).transcription('whisper-1');
      return (await ai.transcribe({ model, audio: new Uint8Array([0x49, 0x44, 0x33, 4]), ...ONCE })).text;
    },
    records: responds({
      operation: 'transcription',
      apiFormat: undefined,
      usage: undefined,
      responseId: undefined,
      keyPreview: 'sk-proj-...wxyz',
    }),
  },
  {
    name: 'generateImage has no record, because the SDK does not report it',
    variants: OPENAI,
    run: async ({ ai, provider, mediaUrl }) => {
      const model = provider(mediaUrl()).image('gpt-image-1');
      return (await ai.generateImage({ model, prompt: PROMPT.prompt, ...ONCE })).images.length;
    },
    records: (records) => assert.equal(records.length, 0),
  },
];
