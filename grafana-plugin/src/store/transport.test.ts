import { responseIn } from './transport.ts';

const config = { url: '' };

test.each([
  [
    'an error of the store',
    { message: 'Code: 516. DB::', error: 'Forbidden', response: 'Code: 516. DB::' },
    'Code: 516. DB::',
  ],
  ['an error of the proxy', { message: 'plugin proxy route access denied' }, 'plugin proxy route access denied'],
  ['a response without a body', { message: 'Bad Gateway', error: 'Bad Gateway', response: '' }, ''],
  ['a plain text body', 'Code: 62. DB::', 'Code: 62. DB::'],
])('reads status and text of %s', (_name, data, body) => {
  expect(responseIn({ status: 403, data, config })).toEqual({ status: 403, body });
});

test.each([
  ['a cancelled request', { status: -1, cancelled: true, data: null, config }],
  ['a network failure', { status: 0, data: { message: 'Unexpected error' }, config }],
  ['any other error', new TypeError('Failed to fetch')],
])('finds no response in %s', (_name, error) => {
  expect(responseIn(error)).toBeNull();
});
