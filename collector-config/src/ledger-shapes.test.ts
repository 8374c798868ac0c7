import { ATTRIBUTES, encodeAttempt, type AttributeKey } from '@tokentrail/records';
import { shapeOf, shapePattern } from './ledger-shapes.ts';

/** Matches as the collector does: RE2 with Unicode, and arrays as JSON. */
function passes(shape: Parameters<typeof shapePattern>[0], value: string | string[]): boolean {
  return new RegExp(shapePattern(shape), 'u').test(typeof value === 'string' ? value : JSON.stringify(value));
}

test('every ledger attribute that is a string or an array has a shape', () => {
  const strings = (Object.keys(ATTRIBUTES) as AttributeKey[]).filter(
    (key) => ATTRIBUTES[key].store === 'ledger' && ['string', 'string[]'].includes(ATTRIBUTES[key].type),
  );
  expect(strings.length).toBeGreaterThan(40);
  for (const key of strings) {
    expect(shapeOf(key)).toBeTruthy();
  }
});

test('a sentence is not an identifier', () => {
  expect(passes('identifier', 'context_length_exceeded')).toBe(true);
  expect(passes('identifier', 'arn:aws:bedrock:eu-west-1::foundation-model/x')).toBe(true);
  expect(passes('identifier', 'Your prompt was refused')).toBe(false);
  expect(passes('identifier', 'x'.repeat(201))).toBe(false);
});

test('a map has at most eight texts of one line and of bounded length', () => {
  const tags = (count: number, text = 'v') =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, text])));
  expect(passes('map', tags(8, '😀'.repeat(64)))).toBe(true);
  expect(passes('map', tags(1, 'a "quoted" \\ text'))).toBe(true);
  expect(passes('map', '{}')).toBe(true);
  expect(passes('map', tags(9))).toBe(false);
  expect(passes('map', tags(1, 'x'.repeat(65)))).toBe(false);
  expect(passes('map', tags(1, 'two\nlines'))).toBe(false);
  expect(passes('map', '{"a":{"b":"c"}}')).toBe(false);
  expect(passes('map', 'some words')).toBe(false);
});

test('a line is one line of bounded length', () => {
  expect(passes('line', 'Größtes Modell (Entwurf)')).toBe(true);
  expect(passes('line', 'two\nlines')).toBe(false);
  expect(passes('line', 'x'.repeat(257))).toBe(false);
});

test('an attempt passes with any known field, and not with an unknown one', () => {
  const complete = encodeAttempt({
    index: 0,
    retry: 1,
    continues: true,
    state: 'failed',
    skipReason: 'circuit_open',
    provider: 'A "quoted" \\ name',
    server: 'api.openai.com',
    durationMs: 12.5,
    usage: { inputTokens: 1, reasoningTokens: 0 },
    capabilitiesHeld: [],
    capabilitiesRequired: ['vision'],
    billed: 'possibly',
    keyPreview: '***',
    requestedTier: 'auto',
    responseModel: 'a "quoted" model',
    meters: { input: 10, 'cache_write:1h': 0, output: 1.5 },
    units: { web_search: 2 },
    conditions: { region: 'eu-west-1', size: '1024x1024' },
    priceSource: 'operator',
    priceEntry: '0'.repeat(64),
    priceTier: 'default, context < 272000',
    contract: '0.92',
  });
  expect(passes('attempts', [complete, complete])).toBe(true);
  expect(passes('attempts', [])).toBe(true);
  expect(passes('attempts', [complete, '{"index":0,"message":"words"}'])).toBe(false);
  expect(passes('attempts', ['{"index":0,"state":"some words"}'])).toBe(false);
  expect(passes('attempts', ['{"index":0,"errorCode":"some words"}'])).toBe(false);
  expect(passes('attempts', ['{"index":{"words":"deeper"}}'])).toBe(false);
  expect(passes('attempts', ['{"continues":"some words"}'])).toBe(false);
  expect(passes('attempts', ['{"meters":{"Some words":1}}'])).toBe(false);
  expect(passes('attempts', ['{"units":{"image":"some words"}}'])).toBe(false);
  expect(passes('attempts', ['{"conditions":{"size":"some words"}}'])).toBe(false);
  expect(passes('attempts', ['{"conditions":{"size":{"words":"deeper"}}}'])).toBe(false);
  expect(passes('attempts', ['words'])).toBe(false);
});

test('a cost line passes with known fields only', () => {
  const line = { meter: 'input', quantity: '12', unitPrice: '2.5', per: 1000000, amountUsd: '0.00003' };
  expect(passes('costLines', [JSON.stringify({ ...line, factors: [{ name: 'group A', times: '1.2' }] })])).toBe(true);
  expect(passes('costLines', [JSON.stringify({ ...line, currency: 'CNY' })])).toBe(true);
  expect(passes('costLines', [JSON.stringify({ ...line, currency: 'some words' })])).toBe(false);
  expect(passes('costLines', [JSON.stringify({ ...line, note: 'words' })])).toBe(false);
  expect(passes('costLines', [JSON.stringify({ ...line, meter: 'some words' })])).toBe(false);
});

test('a formula may contain operators and names, but no quotes', () => {
  expect(passes('formula', '(1100 × 2.5 + 300 × 10) ÷ 1000000 × 1.2 (group Größe_1) = 0.0069')).toBe(true);
  expect(passes('formula', 'the prompt said "hello"')).toBe(false);
});

describe('a price entry', () => {
  const entry = {
    id: 'e',
    models: ['m', 'm{date}'],
    rows: [{ prices: { input: { per: 1000000, usd: '2.5' } } }],
    seller: { hosts: ['api.example.com'] },
  };

  test.each([
    ['rates', { entry, fx: [{ from: 'CNY', to: 'USD', rate: '7.25', per: 'USD', since: '2026-11-01' }] }],
    ['a sell price', { sell: { models: ['m'], ratios: { model: '1.25', completion: '4' } } }],
    [
      'a minimum and the origin of the model',
      { entry: { ...entry, at_least: { second: 0.5 }, model_from: 'responded' } },
    ],
    ['a free entry', { entry: { id: 'free/x', models: ['*'], rows: [], seller: {}, free: true } }],
    [
      'conditions of every form',
      {
        entry: {
          ...entry,
          rows: [
            {
              label: 'Nacht „günstig" \\',
              prices: {},
              when: {
                tier: ['default', 'flex'],
                batch: false,
                context: { gt: 1, lte: 200000 },
                date: { from: '2026-01-01' },
                time: { window: '16:30-00:30', days: ['mon'], tz: 'UTC' },
              },
            },
          ],
        },
      },
    ],
  ])('passes with %s', (_, value) => {
    expect(passes('priceEntry', JSON.stringify(value))).toBe(true);
  });

  test.each([
    ['another field', { entry: { ...entry, note: 'words' } }],
    ['a field beside the entry', { entry, note: 'words' }],
    ['a price that is not a decimal', { entry: { ...entry, rows: [{ prices: { input: { usd: 'the prompt' } } }] } }],
    ['a minimum that is not a number', { entry: { ...entry, at_least: { second: 'the prompt' } } }],
    ['more than a line', { entry: { ...entry, id: 'two\nlines' } }],
    ['a text of any length', { entry: { ...entry, read_from: 'x'.repeat(257) } }],
    ['something nested deeper', { entry: { ...entry, rows: [{ prices: {}, when: { a: { b: { c: 'words' } } } }] } }],
  ])('does not pass with %s', (_, value) => {
    expect(passes('priceEntry', JSON.stringify(value))).toBe(false);
  });

  test('a sentence does not pass', () => {
    expect(passes('priceEntry', 'the prompt')).toBe(false);
    expect(passes('priceEntry', '"the prompt"')).toBe(false);
  });
});
