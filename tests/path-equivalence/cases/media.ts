import { costs, withoutUnset, type Body, type Case, type Expectation, type Format } from '../case.ts';

/** Embeddings, speech and transcriptions: one response each, of which only transcriptions can be streamed. */
interface Options {
  format: Format;
  host?: string;
  request: Case['request'];
  body: Body | Buffer;
  events?: readonly Body[];
}

function media(name: string, options: Options, expected: Expectation): Case {
  const { host = 'api.openai.com', events = null, ...rest } = options;
  return {
    ...rest,
    name,
    host,
    events,
    expected: withoutUnset({ state: 'success', ...costs(expected.paid), ...expected }),
  };
}

const SOUND = Buffer.from([0xff, 0xfb, 0x90, 0x00, 0x0a]);
const speech = (model: string, input: string): Options => ({
  format: 'openai.speech',
  request: { model, input, voice: 'alloy' },
  body: SOUND,
});

const vector = (index: number) => ({ object: 'embedding', index, embedding: [0.5, -1] });
const embeddings = (model: string, usage: Body | undefined): Options => ({
  format: 'openai.embeddings',
  request: { model, input: 'Hello', encoding_format: 'float' },
  body: { object: 'list', model, data: [vector(0)], ...(usage === undefined ? {} : { usage }) },
});

const TRANSCRIBED = {
  type: 'tokens',
  input_tokens: 14,
  input_token_details: { text_tokens: 4, audio_tokens: 10 },
  output_tokens: 45,
  total_tokens: 59,
};
const transcription = (model: string, body: Body, events: readonly Body[] | null = null): Options => ({
  format: 'openai.transcriptions',
  request: { model, response_format: 'json' },
  body: { text: 'Hello there', ...body },
  ...(events === null ? {} : { events }),
});

export const MEDIA: readonly Case[] = [
  media('embeddings', embeddings('text-embedding-3-small', { prompt_tokens: 8, total_tokens: 8 }), {
    model: 'text-embedding-3-small',
    tokens: { inputTokens: 8 },
    meters: { input: 8, output: 0 },
    paid: 8 * 20,
  }),
  media('embeddings without usage', embeddings('text-embedding-3-small', undefined), {
    model: 'text-embedding-3-small',
    paid: 'unknown_usage',
  }),
  media(
    'embeddings of Voyage, only a total',
    { ...embeddings('voyage-3.5', { total_tokens: 1000 }), host: 'api.voyageai.com' },
    { model: 'voyage-3.5', tokens: { inputTokens: 1000 }, meters: { input: 1000, output: 0 }, paid: 1000 * 60 },
  ),
  media(
    'embeddings of Gemini',
    {
      format: 'gemini.embed_content',
      host: 'generativelanguage.googleapis.com',
      request: { model: 'gemini-embedding-001', contents: 'Hello' },
      body: {
        embedding: { values: [0.5, -1] },
        embeddings: [{ values: [0.5, -1] }],
        usageMetadata: { promptTokenCount: 100, totalTokenCount: 100 },
      },
    },
    { tokens: { inputTokens: 100 }, meters: { input: 100, output: 0 }, paid: 100 * 150 },
  ),
  media('speech by characters', speech('tts-1', 'a😀b'), { units: { character: 3 }, paid: 'unknown_price' }),
  media('speech by tokens', speech('gpt-4o-mini-tts', 'Hello'), { units: { character: 5 }, paid: 'unknown_usage' }),
  media('transcription by duration', transcription('whisper-1', { usage: { type: 'duration', seconds: 9 } }), {
    meters: { second: 9 },
    paid: 9 * 100_000,
  }),
  media(
    'transcription by tokens',
    transcription('gpt-4o-transcribe', { usage: TRANSCRIBED }, [
      { type: 'transcript.text.delta', delta: 'Hello ' },
      { type: 'transcript.text.done', text: 'Hello there', usage: TRANSCRIBED },
    ]),
    {
      tokens: { inputTokens: 14, outputTokens: 45, audioInputTokens: 10 },
      meters: { input: 14, input_audio: 10, output: 45 },
      paid: 4 * 2500 + 10 * 6000 + 45 * 10_000,
    },
  ),
  media('transcription without usage', transcription('whisper-1', {}), { paid: 'unknown_usage' }),
];
