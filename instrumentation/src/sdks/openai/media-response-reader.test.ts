import { PriceBook, priceCall, type PricedCall } from '@tokentrail/pricing';
import type { ResponseReader } from '../response-reader.ts';
import { ImageResponseReader, SpeechResponseReader, TranscriptionResponseReader } from './media-response-reader.ts';

function responded(responseReader: ResponseReader, ...parts: unknown[]): ResponseReader {
  for (const part of parts) responseReader.read(part);
  return responseReader;
}

const tokens = {
  input_tokens: 50,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
  output_tokens: 1000,
  total_tokens: 1050,
};
const completed = { type: 'image_generation.completed', b64_json: 'aGk=', size: '1024x1024', quality: 'high' };
const image = { b64_json: 'aGk=' };

const seller = { hosts: ['api.openai.com'], provider: 'openai' };
const rows = (size: string, quality: string, usd: string) => ({ when: { size, quality }, prices: { image: { usd } } });
const BOOK = new PriceBook([
  {
    source: 'operator',
    document: {
      schema: 1,
      entries: [
        {
          seller,
          id: 'dall-e-3',
          models: ['dall-e-3'],
          rows: [rows('1024x1024', 'standard', '0.04'), rows('1024x1024', 'hd', '0.08')],
        },
        {
          seller,
          id: 'gpt-image',
          models: ['gpt-image'],
          rows: [
            {
              prices: {
                input: { usd: '5', per: 1_000_000 },
                input_image: { usd: '10', per: 1_000_000 },
                output_image: { usd: '40', per: 1_000_000 },
              },
            },
          ],
        },
        { seller, id: 'tts-1', models: ['tts-1'], rows: [{ prices: { character: { usd: '15', per: 1_000_000 } } }] },
        { seller, id: 'whisper-1', models: ['whisper-1'], rows: [{ prices: { second: { usd: '0.0001' } } }] },
      ],
    },
  },
]);

/** The cost of a call with this response. */
function priced(model: string, apiFormat: string, responseReader: ResponseReader): PricedCall['paid'] {
  const { usage } = responseReader.facts();
  const { raw, units, conditions } = usage ?? {};
  const call = { state: 'success', host: 'api.openai.com', model, apiFormat, usage: raw, units, conditions } as const;
  return priceCall({ attempts: [{ ...call, startUnixMs: 1 }] }, BOOK).paid;
}

test('an image model that bills tokens: text in, images in, images out', () => {
  const responseReader = responded(new ImageResponseReader({}), { created: 1, data: [image], usage: tokens });
  expect(responseReader.finished).toBe(true);
  expect(responseReader.facts().usage).toMatchObject({ raw: tokens, units: { image: 1 } });
  // 10 × $5 + 40 × $10 + 1,000 × $40, a million.
  expect(priced('gpt-image', 'openai.images', responseReader)).toEqual({ state: 'priced', nanoUsd: 40_450_000n });
});

test('an image model that bills per image, by size and quality', () => {
  const responseReader = responded(new ImageResponseReader({ n: 2, size: '1024x1024', quality: 'hd' }), {
    data: [image, image],
  });
  expect(priced('dall-e-3', 'openai.images', responseReader)).toEqual({ state: 'priced', nanoUsd: 160_000_000n });
});

test('size and quality come from the response, else from the request; auto is no value', () => {
  const reported = responded(new ImageResponseReader({ size: 'auto', quality: 'low' }), {
    ...completed,
    type: undefined,
    data: [],
  });
  expect(reported.facts().usage).toBeUndefined();
  const asked = { size: 'auto', quality: 'low' };
  const conditions = (part: object) =>
    responded(new ImageResponseReader(asked), { data: [image], ...part }).facts().usage;
  expect(conditions({ quality: 'high' })?.conditions).toEqual({ quality: 'high' });
  expect(conditions({ size: '1x1', quality: 'auto' })?.conditions).toEqual({ size: '1x1', quality: 'low' });
});

test('each complete streamed image counts; with several usages none is taken as the total', () => {
  const one = responded(
    new ImageResponseReader({}),
    { type: 'image_generation.partial_image' },
    { ...completed, usage: tokens },
  );
  expect([one.finished, one.facts().usage?.raw]).toEqual([true, tokens]);
  const two = new ImageResponseReader({ n: 2 });
  two.read({ ...completed, usage: tokens });
  expect(two.finished).toBe(false);
  two.read({ ...completed, usage: tokens });
  expect(two.finished).toBe(true);
  expect(two.facts().usage).toEqual({
    units: { image: 2 },
    conditions: { size: '1024x1024', quality: 'high' },
  });
});

test('output of another model makes the cost unknown instead of too low', () => {
  const svg_usage = { model: 'gpt-6', input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const responseReader = responded(new ImageResponseReader({}), { data: [image], usage: tokens, svg_usage });
  expect(priced('gpt-image', 'openai.images', responseReader).state).toBe('unknown_price');
});

test('speech is billed by the characters of the text, and the response is not read', () => {
  const responseReader = new SpeechResponseReader({ input: 'Grüße 👋' });
  expect(responseReader.facts().usage).toEqual({ units: { character: 7 } });
  expect(priced('tts-1', 'openai.speech', responseReader)).toEqual({ state: 'priced', nanoUsd: 105_000n });
  expect(new SpeechResponseReader({}).facts().usage).toBeUndefined();
});

test('a transcription by the second, and by tokens', () => {
  const seconds = { type: 'duration', seconds: 9 };
  const whisper = responded(new TranscriptionResponseReader(), { text: 'a', usage: seconds });
  expect(whisper.facts().usage).toEqual({ raw: seconds });
  expect(priced('whisper-1', 'openai.transcriptions', whisper)).toEqual({ state: 'priced', nanoUsd: 900_000n });
  const usage = { type: 'tokens', input_tokens: 14, input_token_details: { audio_tokens: 10 }, output_tokens: 45 };
  const streamed = responded(new TranscriptionResponseReader(), { type: 'transcript.text.delta', delta: 'a' });
  expect(streamed.finished).toBe(false);
  streamed.read({ type: 'transcript.text.done', text: 'a', usage });
  expect(streamed.finished).toBe(true);
  expect(streamed.facts().usage).toEqual({ raw: usage });
});

test('a transcription that is plain text reports nothing', () => {
  expect(responded(new TranscriptionResponseReader(), 'hello').facts().usage).toBeUndefined();
});
