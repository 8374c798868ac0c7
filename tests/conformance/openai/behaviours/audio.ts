import assert from 'node:assert/strict';
import type OpenAI from 'openai';
import { all, holds, one, succeeds, sentAttempts, type Behaviour } from '../behaviour.ts';

const SPEECH = { model: 'tts-1', voice: 'ash', input: 'Say hello' } as const;
const HEARD = 'gpt-4o-transcribe';
const USAGE = { inputTokens: 14, outputTokens: 45, audioInputTokens: 10 };
const recording = () => new File([new Uint8Array(70_000)], 'hello.wav', { type: 'audio/wav' });
const streamed = (client: OpenAI) =>
  client.audio.transcriptions.create({ model: HEARD, file: recording(), stream: true });

export const AUDIO: readonly Behaviour[] = [
  {
    name: 'audio.speech: the app gets the raw response, unread',
    run: async ({ client }) => {
      const speech = await client('ok').audio.speech.create(SPEECH);
      const { bodyUsed, status } = speech;
      return [bodyUsed, status, [...new Uint8Array(await speech.arrayBuffer())]];
    },
    records: (records) => {
      succeeds({
        operation: 'speech',
        callType: 'audio',
        apiFormat: 'openai.speech',
        requestModel: 'tts-1',
        usage: undefined,
        params: { outputType: 'speech' },
      })(records);
      assert.deepEqual(one(records).attempts[0]?.units, { character: 9 });
    },
  },
  {
    name: 'audio.speech, its body as a stream',
    run: async ({ client }) => {
      const { body } = await client('ok').audio.speech.create(SPEECH);
      const chunks: number[] = [];
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) chunks.push(...chunk);
      return chunks;
    },
    records: succeeds({ operation: 'speech' }),
  },
  {
    name: 'audio.speech, refused',
    run: ({ client }) => client('limited').audio.speech.create(SPEECH),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429, operation: 'speech' }),
  },
  {
    name: 'audio.speech, the caller aborts before the response',
    run: ({ client }) => client('hang').audio.speech.create(SPEECH, { signal: AbortSignal.timeout(60) }),
    records: (records) => holds(one(records), { state: 'cancelled' }),
  },
  {
    name: 'audio.speech with asResponse()',
    run: async ({ client }) => (await client('ok').audio.speech.create(SPEECH).asResponse()).text(),
    records: succeeds({ operation: 'speech' }),
  },
  {
    name: 'audio.speech, the body breaks off while the app reads it',
    run: async ({ client }) => {
      const speech = await client('cut-body').audio.speech.create(SPEECH);
      return speech.arrayBuffer().catch((thrown: Error) => thrown.constructor.name);
    },
    records: succeeds({ operation: 'speech' }),
  },
  {
    name: 'audio.transcriptions: the upload arrives whole',
    run: ({ client }) => client('ok').audio.transcriptions.create({ model: HEARD, file: recording() }),
    records: succeeds({
      operation: 'transcription',
      callType: 'audio',
      apiFormat: 'openai.transcriptions',
      requestModel: HEARD,
      usage: USAGE,
    }),
  },
  {
    name: 'audio.transcriptions, billed per second',
    run: ({ client }) => client('ok').audio.transcriptions.create({ model: 'whisper-1', file: recording() }),
    records: (records) => {
      succeeds({ usage: undefined, costPaidState: 'unknown_price' })(records);
      assert.deepEqual(one(records).attempts[0]?.meters, { second: 9 });
    },
  },
  {
    name: 'audio.transcriptions as text',
    run: ({ client }) =>
      client('ok').audio.transcriptions.create({ model: HEARD, file: recording(), response_format: 'text' }),
    records: succeeds({ usage: undefined, costPaidState: 'unknown_usage' }),
  },
  {
    name: 'audio.transcriptions, retried',
    run: ({ client }) => {
      const patient = client('flaky', { maxRetries: 2 });
      return patient.audio.transcriptions.create({ model: HEARD, file: recording() });
    },
    records: (records) => {
      holds(one(records), { state: 'success', usage: USAGE });
      assert.equal(one(records).attempts.length, 3);
    },
  },
  {
    name: 'audio.transcriptions, refused',
    run: ({ client }) => client('no-code').audio.transcriptions.create({ model: HEARD, file: recording() }),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 400, requestModel: HEARD }),
  },
  {
    name: 'audio.transcriptions, streamed',
    run: async ({ client }) => all(await streamed(client('ok'))),
    records: succeeds({ stream: true, usage: USAGE }),
  },
  {
    name: 'audio.transcriptions, streamed, the app leaves early',
    run: async ({ client, hungUp }) => {
      for await (const _ of await streamed(client('stuck-stream'))) break;
      return hungUp();
    },
    records: (records) => {
      holds(one(records), { state: 'cancelled', usage: undefined });
      assert.deepEqual(sentAttempts(one(records)), [['cancelled', 200, 'yes']]);
    },
  },
  {
    name: 'audio.transcriptions, streamed, ends without its last event',
    run: async ({ client }) => all(await streamed(client('ended-stream'))),
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted' }),
  },
  {
    name: 'audio.transcriptions, streamed, breaks off',
    run: async ({ client }) => {
      const stream = await streamed(client('broken-stream'));
      return all(stream).catch((thrown: Error) => [thrown.constructor.name, thrown.message]);
    },
    records: (records) => holds(one(records), { state: 'failed', errorCode: 'stream_interrupted', usage: undefined }),
  },
  {
    name: 'audio.transcriptions with asResponse()',
    run: async ({ client }) => {
      const params = { model: HEARD, file: recording() };
      return (await client('ok').audio.transcriptions.create(params).asResponse()).json();
    },
    records: succeeds({ operation: 'transcription', usage: undefined }),
  },
  {
    name: 'audio.translations, refused',
    run: ({ client }) => client('limited').audio.translations.create({ model: 'whisper-1', file: recording() }),
    records: (records) => holds(one(records), { state: 'failed', statusCode: 429, operation: 'translation' }),
  },
  {
    name: 'audio.translations',
    run: ({ client }) => client('ok').audio.translations.create({ model: 'whisper-1', file: recording() }),
    records: succeeds({ operation: 'translation', callType: 'audio', requestModel: 'whisper-1' }),
  },
];
