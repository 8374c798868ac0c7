import { parseSearch, type Search } from './search.ts';

const CASES: [text: string | undefined, search: Search][] = [
  [undefined, { kind: 'all' }],
  ['', { kind: 'all' }],
  [' / ', { kind: 'all' }],
  ['error', { kind: 'errors' }],
  [' Error ', { kind: 'errors' }],
  ['/error', { kind: 'errors' }],
  ['error 429', { kind: 'terms', terms: ['error', '429'] }],
  ['errors', { kind: 'terms', terms: ['errors'] }],
  ['agents/invoke', { kind: 'terms', terms: ['agents', 'invoke'] }],
  ['/agents//1/ invoke', { kind: 'terms', terms: ['agents', '1', 'invoke'] }],
  ['gpt-4o\tmini', { kind: 'terms', terms: ['gpt-4o', 'mini'] }],
  ["100%_'; DROP", { kind: 'terms', terms: ["100%_';", 'DROP'] }],
];

test.each(CASES)('the search text %j is parsed as %j', (text, search) => {
  expect(parseSearch(text)).toEqual(search);
});
