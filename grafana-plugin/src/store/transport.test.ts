import { responseIn } from './transport.ts';

const config = { url: '' };

test.each([
  [
    'a store that refuses',
    { message: 'Code: 516. DB::', error: 'Forbidden', response: 'Code: 516. DB::' },
    'Code: 516. DB::',
  ],
  ['the proxy that refuses', { message: 'plugin proxy route access denied' }, 'plugin proxy route access denied'],
  ['an answer without a body', { message: 'Bad Gateway', error: 'Bad Gateway', response: '' }, ''],
  ['a plain text', 'Code: 62. DB::', 'Code: 62. DB::'],
])('%s is an answer, with its text', (_name, data, body) => {
  expect(responseIn({ status: 403, data, config })).toEqual({ status: 403, body });
});

test.each([
  ['a request that was given up', { status: -1, cancelled: true, data: null, config }],
  ['a network that is away', { status: 0, data: { message: 'Unexpected error' }, config }],
  ['an error of another kind', new TypeError('Failed to fetch')],
])('%s is no answer', (_name, error) => {
  expect(responseIn(error)).toBeNull();
});
