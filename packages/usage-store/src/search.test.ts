import fc from 'fast-check';
import { printSearch } from './print-search.ts';
import type { FilterCondition } from './record-filter.ts';
import { parseSearch, type SearchTerm } from './search.ts';

const term = (text: string, segments: string[] = [text], exclude?: true): SearchTerm => ({
  text,
  segments,
  ...(exclude && { exclude }),
});

const TERMS: [text: string | undefined, terms: SearchTerm[]][] = [
  [undefined, []],
  ['', []],
  [' / ', []],
  ['gpt-4o\tmini', [term('gpt-4o'), term('mini')]],
  ['Errors', [term('Errors', ['errors'])]],
  ['error 429', [term('error'), term('429')]],
  ['agents/invoke', [term('agents/invoke', ['agents', 'invoke'])]],
  ['/agents//1/ x', [term('/agents//1/', ['agents', '1']), term('x')]],
  ['"POST  /v1/chat"', [term('POST  /v1/chat', ['post /v1/chat'])]],
  [String.raw`"a \"b\" \\"`, [term(String.raw`a "b" \ `.trimEnd(), [String.raw`a "b" \ `.trimEnd()])]],
  ['"error"', [term('error')]],
  ['-gpt -"a b" -/x/y', [term('gpt', ['gpt'], true), term('a b', ['a b'], true), term('/x/y', ['x', 'y'], true)]],
  ['- -- a-b', [term('-'), term('--'), term('a-b')]],
  ['ÄRGER A\u0308 İz ΟΔΟΣ ﬁ', ['ÄRGER/ärger', 'A\u0308/ä', 'İz/iz', 'ΟΔΟΣ/οδοσ', 'ﬁ/fi'].map(pair)],
  ['v1:0 http://x ft:gpt-4o', [term('v1:0'), term('http://x', ['http:', 'x']), term('ft:gpt-4o')]],
  ["100%_'; DROP", [term("100%_';"), term('DROP', ['drop'])]],
  ['it"s', [term('it"s')]],
];

function pair(text: string): SearchTerm {
  const [written = '', folded = ''] = text.split('/');
  return term(written, [folded]);
}

test.each(TERMS)('the terms of %j are %j', (text, terms) => {
  expect(parseSearch(text)).toEqual({ terms, conditions: [], problems: [] });
});

const HAS_FAILED: FilterCondition = { field: 'state', values: ['failed'] };

const CONDITIONS: [text: string, conditions: FilterCondition[]][] = [
  ['error', [HAS_FAILED]],
  [' /Error ', [HAS_FAILED]],
  ['model:gpt-4o', [{ field: 'model', values: ['gpt-4o'], folded: true }]],
  ['MODEL:a,"b, c",d', [{ field: 'model', values: ['a', 'b, c', 'd'], folded: true }]],
  ['-key:"team key"', [{ field: 'key', values: ['team key'], folded: true, exclude: true }]],
  ['user:""', [{ field: 'user', values: [''], folded: true }]],
  ['tag:team=search', [{ field: 'tag', values: ['team=search'], folded: true }]],
  ['request:Req-1', [{ field: 'request', values: ['Req-1'] }]],
  ['state:failed,retried', [{ field: 'state', values: ['failed', 'retried'] }]],
  ['status:404,5xx', [{ field: 'status', values: ['404', '5xx'] }]],
  ['stream:no', [{ field: 'stream', value: false }]],
  ['cost:>0.1', [{ field: 'cost', comparison: '>', value: '100000000' }]],
  ['cost:0.000000001', [{ field: 'cost', comparison: '=', value: '1' }]],
  ['duration:>2s', [{ field: 'duration', comparison: '>', value: '2000000000' }]],
  ['first_chunk:<=1.5ms', [{ field: 'first_chunk', comparison: '<=', value: '1500000' }]],
  ['-duration:>=1min', [{ field: 'duration', comparison: '>=', value: '60000000000', exclude: true }]],
  ['tokens:<1.5k', [{ field: 'tokens', comparison: '<', value: '1500' }]],
];

test.each(CONDITIONS)('the conditions of %j are %j', (text, conditions) => {
  expect(parseSearch(text)).toEqual({ terms: [], conditions, problems: [] });
});

const PROBLEMS: [text: string, part: string, message: RegExp][] = [
  ['x "open', '"open', /Close the phrase/],
  ['model:', 'model:', /Write a value after model:/],
  ['model:a,', 'model:a,', /Write a value after model:/],
  ['-model:"a', '-model:"a', /Write a value after model:/],
  ['state:error', 'state:error', /write one or more of success, failed/],
  ['type:call', 'type:call', /write one or more of usage, request/],
  ['status:6xx', 'status:6xx', /such as status:404/],
  ['stream:maybe', 'stream:maybe', /stream:yes or stream:no/],
  ['cost:>', 'cost:>', /US dollars, such as cost:>0\.1/],
  ['cost:0.0000000001', 'cost:0.0000000001', /US dollars/],
  ['duration:>2', 'duration:>2', /a time with its unit/],
  ['tokens:1.5', 'tokens:1.5', /a whole number/],
  ['tokens:9999999999999999999', 'tokens:9999999999999999999', /a whole number/],
  ['model:' + 'x'.repeat(10_000), '', /at most 10000 characters/],
  ['x'.repeat(600) + ' ' + 'y'.repeat(401), '', /at most 1000 characters together/],
  ['stream:yes '.repeat(61), '', /at most 60 conditions/],
  ['a '.repeat(21), '', /at most 20 words/],
  ['\ufdfa'.repeat(100), '\ufdfa'.repeat(100), /at most 1000 characters/],
];

test.each(PROBLEMS)('in %j, the part %j cannot be read', (text, part, message) => {
  const { problems } = parseSearch(text);
  expect(problems).toEqual([
    expect.objectContaining({ part, message: expect.stringMatching(message) as string }) as object,
  ]);
});

const PIECES = [
  'gpt',
  '-',
  '"',
  'a b',
  '/',
  ':',
  'model:',
  'cost:>',
  '0.5',
  'duration:',
  '2s',
  ',',
  '\\',
  'error',
  'İ',
  ' ',
];

test('a printed search has the same meaning', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
      const { terms, conditions } = parseSearch(pieces.join(''));
      const read = parseSearch(printSearch({ terms, conditions }));
      expect(read.problems).toEqual([]);
      expect(read.conditions).toEqual(conditions);
      const meanings = (some: readonly SearchTerm[]) => some.map(({ segments, exclude }) => [segments, exclude]);
      expect(meanings(read.terms)).toEqual(meanings(terms));
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 500) },
  );
});

test('any text is read without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const { terms } = parseSearch(text);
      expect(terms.every(({ segments }) => segments.length > 0)).toBe(true);
    }),
  );
});
