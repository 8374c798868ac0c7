import { ATTRIBUTES, encodeAttempt, type AttributeKey } from '@tokentrail/records';
import { shapeOf, shapePattern } from './ledger-shapes.ts';

/** As the collector matches: RE2 in its Unicode form; an array in its JSON form. */
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

test('an identifier has no room for a sentence', () => {
  expect(passes('identifier', 'context_length_exceeded')).toBe(true);
  expect(passes('identifier', 'arn:aws:bedrock:eu-west-1::foundation-model/x')).toBe(true);
  expect(passes('identifier', 'Your prompt was refused')).toBe(false);
  expect(passes('identifier', 'x'.repeat(201))).toBe(false);
});

test('a line is one line of bounded length', () => {
  expect(passes('line', 'Größtes Modell (Entwurf)')).toBe(true);
  expect(passes('line', 'two\nlines')).toBe(false);
  expect(passes('line', 'x'.repeat(257))).toBe(false);
});

test('an attempt passes with any of its fields, and not with another', () => {
  const whole = encodeAttempt({
    index: 0,
    retry: 1,
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
  });
  expect(passes('attempts', [whole, whole])).toBe(true);
  expect(passes('attempts', [])).toBe(true);
  expect(passes('attempts', [whole, '{"index":0,"message":"words"}'])).toBe(false);
  expect(passes('attempts', ['{"index":0,"state":"some words"}'])).toBe(false);
  expect(passes('attempts', ['{"index":0,"errorCode":"some words"}'])).toBe(false);
  expect(passes('attempts', ['{"index":{"words":"deeper"}}'])).toBe(false);
  expect(passes('attempts', ['words'])).toBe(false);
});

test('a cost line passes with its fields alone', () => {
  const line = { meter: 'input', quantity: '12', unitPrice: '2.5', per: 1000000, amountUsd: '0.00003' };
  expect(passes('costLines', [JSON.stringify({ ...line, factors: [{ name: 'group A', times: '1.2' }] })])).toBe(true);
  expect(passes('costLines', [JSON.stringify({ ...line, note: 'words' })])).toBe(false);
  expect(passes('costLines', [JSON.stringify({ ...line, meter: 'some words' })])).toBe(false);
});

test('a formula has signs and names, and no quotes', () => {
  expect(passes('formula', '(1100 × 2.5 + 300 × 10) ÷ 1000000 × 1.2 (group Größe_1) = 0.0069')).toBe(true);
  expect(passes('formula', 'the prompt said "hello"')).toBe(false);
});
