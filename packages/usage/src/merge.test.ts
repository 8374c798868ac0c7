import fc from 'fast-check';
import { mergeUsage } from './merge.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);

function mergeAll(usages: readonly unknown[]): unknown {
  return usages.reduce<Readonly<Record<string, unknown>> | undefined>(mergeUsage, undefined);
}

test.each([
  ['a trailing empty usage', [{ prompt_tokens: 5, completion_tokens: 7 }, {}]],
  [
    'a trailing usage of zeros',
    [
      { prompt_tokens: 5, completion_tokens: 7 },
      { prompt_tokens: 0, completion_tokens: 0 },
    ],
  ],
  ['a trailing null', [{ prompt_tokens: 5, completion_tokens: 7 }, null]],
  [
    'null counts',
    [
      { prompt_tokens: 5, completion_tokens: 7 },
      { prompt_tokens: null, completion_tokens: 7 },
    ],
  ],
  [
    'a leading usage of zeros',
    [
      { prompt_tokens: 0, completion_tokens: 0 },
      { prompt_tokens: 5, completion_tokens: 7 },
    ],
  ],
])('%s erases nothing', (_, usages) => {
  expect(mergeAll(usages)).toEqual({ prompt_tokens: 5, completion_tokens: 7 });
});

test('zeros of the input side in the last event of a message erase nothing', () => {
  const start = { input_tokens: 1000, cache_read_input_tokens: 5000, output_tokens: 1 };
  const delta = { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 80 };
  expect(mergeAll([start, delta])).toEqual({ ...start, output_tokens: 80 });
});

test('a cache write that turned out to be a read is corrected, with its parts', () => {
  const start = {
    input_tokens: 10,
    cache_creation_input_tokens: 500,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_1h_input_tokens: 500 },
    output_tokens: 1,
  };
  const delta = { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 500, output_tokens: 9 };
  expect(mergeAll([start, delta])).toEqual(delta);
});

test('cache writes for one hour stay such if the last event repeats only their total', () => {
  const creation = { cache_creation_input_tokens: 2056, cache_creation: { ephemeral_1h_input_tokens: 2056 } };
  const start = { input_tokens: 2050, output_tokens: 1, ...creation };
  const delta = { input_tokens: 31_772, cache_creation_input_tokens: 2056, output_tokens: 900 };
  expect(mergeAll([start, delta])).toEqual({ ...delta, cache_creation: creation.cache_creation });
});

test('the last usage metadata of Gemini may hold only the kind of traffic', () => {
  const counts = { promptTokenCount: 10, candidatesTokenCount: 4, promptTokensDetails: [{ modality: 'TEXT' }] };
  expect(mergeAll([counts, { trafficType: 'ON_DEMAND', promptTokensDetails: [] }])).toEqual({
    ...counts,
    trafficType: 'ON_DEMAND',
  });
});

const usage = fc.record({
  prompt_tokens: fc.integer({ min: 1, max: 1000 }),
  completion_tokens: fc.integer({ min: 1, max: 1000 }),
  total_tokens: fc.integer({ min: 1, max: 1000 }),
  prompt_tokens_details: fc.record({ cached_tokens: fc.integer({ min: 1, max: 9 }) }),
});
const noise = fc.constantFrom(
  null,
  undefined,
  {},
  'usage',
  { prompt_tokens: 0 },
  { completion_tokens: 0 },
  {
    prompt_tokens: null,
    prompt_tokens_details: { cached_tokens: 0 },
  },
);

test('chunks merge to the same result in every order, with any noise between them', () => {
  const parts = fc.tuple(
    usage,
    fc.array(noise, { maxLength: 5 }),
    fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  );
  fc.assert(
    fc.property(parts, ([whole, noises, order]) => {
      const chunks: unknown[] = [...Object.entries(whole).map(([name, value]) => ({ [name]: value })), ...noises];
      const shuffled = chunks
        .map((chunk, index) => ({ chunk, at: order[index] ?? index }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ chunk }) => chunk);
      expect(mergeAll(shuffled)).toEqual(whole);
    }),
    { numRuns: RUNS },
  );
});

test('a stream of growing counts merges to its last counts, also if chunks are missing or repeated', () => {
  const totals = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(totals, fc.nat(), fc.array(noise, { maxLength: 3 }), (steps, cut, noises) => {
      const growing = steps
        .toSorted((a, b) => a - b)
        .map((output) => ({ prompt_tokens: 9, completion_tokens: output }));
      const truncated = growing.slice(cut % growing.length);
      const repeated = truncated.flatMap((chunk) => [chunk, chunk]);
      expect(mergeAll([...repeated, ...noises])).toMatchObject(growing.at(-1) ?? {});
    }),
    { numRuns: RUNS },
  );
});

test('chunks may be left out if others repeat what they hold', () => {
  const left = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(usage, left, (whole, kept) => {
      const chunks = [...Object.entries(whole), ...Object.entries(whole)].map(([name, value]) => ({ [name]: value }));
      const names = Object.keys(whole).length;
      // Of each pair of equal chunks at least one is kept.
      const truncated = chunks.filter((_, at) => kept[at] === true || (at >= names && kept[at - names] !== true));
      expect(mergeAll(truncated)).toEqual(whole);
    }),
    { numRuns: RUNS },
  );
});
