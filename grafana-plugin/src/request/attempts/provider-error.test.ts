import { providerErrorOf } from './provider-error.ts';

const attempt = { index: 1, retry: 2 };
const bodies = (...elements: string[]) => JSON.stringify(elements);

test('finds the text of an attempt as it was recorded, and the message in it', () => {
  const body = '{"error":{"message":"Limit 3", "n":12345678901234567890}}';
  const stored = bodies('{"index":1,"retry":0,"body":"other"}', `{"index":1,"retry":2,"body":${body}}`);
  expect(providerErrorOf(stored, attempt)).toEqual({ message: 'Limit 3', text: body });
});

test.each([
  ['"plain text"', { message: null, text: 'plain text' }],
  ['{"message":"top"}', { message: 'top', text: '{"message":"top"}' }],
  [JSON.stringify('{"error":{"message":"in text"}}'), { message: 'in text', text: '{"error":{"message":"in text"}}' }],
  ['{"error":"no object"}', { message: null, text: '{"error":"no object"}' }],
  ['null', { message: null, text: 'null' }],
])('reads the body %s', (body, expected) => {
  expect(providerErrorOf(bodies(`{"index":1,"retry":2,"body":${body}}`), attempt)).toEqual(expected);
});

test('shows what is left of a body that was cut off', () => {
  const stored = bodies('{"index":1,"retry":2,"body":{"error":{"message":"Rate li');
  expect(providerErrorOf(stored, attempt)).toEqual({ message: null, text: '{"error":{"message":"Rate li' });
});

test.each([[undefined], ['[]'], ['not JSON'], ['[1,{}]'], ['{}'], [bodies('{"index":1,"retry":0,"body":1}')]])(
  'finds nothing in %s',
  (stored) => {
    expect(providerErrorOf(stored, attempt)).toBeNull();
  },
);
