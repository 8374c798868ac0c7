import assert from 'node:assert/strict';
import { all, responded, responds, holds, one, STREAMED, sentAttempts, type Behaviour } from '../behaviour.ts';

const STREAM = responds({ stream: true });

export const STREAMS: readonly Behaviour[] = [
  {
    name: 'streamText, read by textStream',
    run: async ({ ai, ask }) => all(ai.streamText({ model: ask('ok'), ...STREAMED }).textStream),
    records: (records) => {
      STREAM(records);
      const { firstChunkMs, durationMs } = one(records);
      assert.ok(firstChunkMs !== undefined && firstChunkMs <= durationMs);
    },
  },
  {
    name: 'streamText, read by fullStream',
    run: async ({ ai, ask }) =>
      (await all(ai.streamText({ model: ask('ok'), ...STREAMED }).fullStream)).map((part) =>
        part.type === 'finish' ? [part.type, part.finishReason, part.totalUsage] : part.type,
      ),
    records: STREAM,
  },
  {
    name: 'streamText, consumed',
    run: async ({ ai, ask }) => {
      const stream = ai.streamText({ model: ask('ok'), ...STREAMED });
      await stream.consumeStream();
      return [await stream.text, await stream.usage, await stream.finishReason];
    },
    records: STREAM,
  },
  {
    name: 'streamText, only its text',
    run: async ({ ai, ask }) => ai.streamText({ model: ask('ok'), ...STREAMED }).text,
    records: STREAM,
  },
  {
    name: 'streamText, two readers',
    run: async ({ ai, ask }) => {
      const stream = ai.streamText({ model: ask('ok'), ...STREAMED });
      return Promise.all([all(stream.textStream), all(stream.textStream), stream.usage]);
    },
    records: STREAM,
  },
  {
    name: 'streamText as UI messages',
    run: async ({ ai, ask }) => {
      const stream = ai.streamText({ model: ask('ok'), ...STREAMED });
      return (await all(stream.toUIMessageStream())).map(({ type }) => type);
    },
    records: STREAM,
  },
  {
    name: 'streamText as a response',
    run: async ({ ai, ask }) => {
      const response = ai.streamText({ model: ask('ok'), ...STREAMED }).toTextStreamResponse();
      return [response.status, await response.text()];
    },
    records: STREAM,
  },
  {
    name: 'streamText through a transform',
    run: async ({ ai, ask }) => {
      const transform = ai.smoothStream({ delayInMs: null });
      return all(ai.streamText({ model: ask('ok'), ...STREAMED, experimental_transform: transform }).textStream);
    },
    records: STREAM,
  },
  {
    name: 'streamText, with the chunks of the provider',
    run: async ({ ai, ask }) => {
      const stream = ai.streamText({ model: ask('ok'), ...STREAMED, include: { rawChunks: true } });
      return (await all(stream.fullStream)).map(({ type }) => type);
    },
    records: STREAM,
  },
  {
    name: 'callbacks of streamText',
    run: async ({ ai, ask }) => {
      const heard: unknown[] = [];
      const stream = ai.streamText({
        model: ask('ok'),
        ...STREAMED,
        onChunk: ({ chunk }) => void heard.push(chunk.type),
        onStepEnd: ({ usage }) => void heard.push(usage),
        onEnd: ({ text }) => void heard.push(text),
      });
      await stream.consumeStream();
      return heard;
    },
    records: STREAM,
  },
  {
    name: 'streamText after 429 and a server error',
    run: async ({ ai, ask }) => all(ai.streamText({ model: ask('flaky'), ...STREAMED, maxRetries: 2 }).textStream),
    records: (records) => {
      responded(one(records), { stream: true });
      assert.deepEqual(
        one(records).attempts.map(({ state, billed }) => [state, billed]),
        [
          ['failed', 'no'],
          ['failed', 'no'],
          ['success', 'yes'],
        ],
      );
    },
  },
  {
    name: 'the Responses API, streamed',
    variants: ['openai'],
    run: async ({ ai, provider, url }) => {
      const stream = ai.streamText({ model: provider(url('ok')).responses('gpt-4o'), ...STREAMED });
      await stream.consumeStream();
      return stream.usage;
    },
    records: responds({
      stream: true,
      apiFormat: 'openai.responses',
      responseId: 'resp_1',
      keyPreview: 'sk-proj-...wxyz',
      servedServiceTier: 'flex',
      usage: { inputTokens: 300, outputTokens: 40, cacheReadTokens: 100, cacheWriteTokens: 50, reasoningTokens: 30 },
    }),
  },
  {
    name: 'streamText fails before the first chunk',
    run: async ({ ai, ask }) => {
      const errors: unknown[] = [];
      const onError = ({ error }: { error: unknown }) => void errors.push((error as Error).name);
      const stream = ai.streamText({ model: ask('bad-key'), ...STREAMED, onError });
      return [(await all(stream.fullStream)).map(({ type }) => type), errors];
    },
    records: (records) => {
      holds(one(records), { state: 'failed', statusCode: 401, stream: true, firstChunkMs: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['failed', 401, 'no']]);
    },
  },
];
