import { errorBodiesOf } from './error-bodies.ts';

const list = (...elements: string[]) => JSON.stringify(elements);

test('separates the bodies of attempts, each as it was recorded, with the message in it', () => {
  const body = '{"error":{"message":"Limit 3", "n":12345678901234567890}}';
  expect(errorBodiesOf(list(`{"index":0,"retry":1,"body":${body}}`, '{"index":2,"body":"plain \\"text\\""}'))).toEqual([
    { attempt: { index: 0, retry: 1 }, message: 'Limit 3', text: body },
    { attempt: { index: 2, retry: 0 }, message: null, text: 'plain "text"' },
  ]);
});

test.each([
  ['"plain text"', { message: null, text: 'plain text' }],
  ['{"message":"top"}', { message: 'top', text: '{"message":"top"}' }],
  [JSON.stringify('{"error":{"message":"in text"}}'), { message: 'in text', text: '{"error":{"message":"in text"}}' }],
  ['{"error":"no object"}', { message: null, text: '{"error":"no object"}' }],
  ['null', { message: null, text: 'null' }],
])('reads the body %s', (body, expected) => {
  expect(errorBodiesOf(list(`{"index":1,"retry":2,"body":${body}}`))).toEqual([
    { attempt: { index: 1, retry: 2 }, ...expected },
  ]);
});

test('shows what is left of a body that was cut off', () => {
  expect(errorBodiesOf(list('{"index":1,"retry":2,"body":{"error":{"message":"Rate li'))).toEqual([
    { attempt: { index: 1, retry: 2 }, message: null, text: '{"error":{"message":"Rate li' },
  ]);
});

test.each([
  ['plain', 'plain'],
  ['{}', '{}'],
  ['[1]', '[1]'],
  ['["x"]', 'x'],
  [list('{"index":0}'), '{"index":0}'],
])('shows %j as it is', (stored, text) => {
  expect(errorBodiesOf(stored)).toEqual([{ attempt: null, message: null, text }]);
});

test.each([[undefined], ['[]']])('finds none in %j', (text) => {
  expect(errorBodiesOf(text)).toEqual([]);
});
