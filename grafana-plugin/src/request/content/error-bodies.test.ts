import { errorBodiesOf } from './error-bodies.ts';

test('separates the bodies of attempts, each as it was recorded', () => {
  const list = JSON.stringify([
    '{"index":0,"retry":1,"body":{"code":1.10}}',
    JSON.stringify({ index: 2, body: 'plain "text"' }),
  ]);
  expect(errorBodiesOf(list)).toEqual([
    { candidate: 1, retry: 1, text: '{"code":1.10}' },
    { candidate: 3, retry: 0, text: 'plain "text"' },
  ]);
});

test.each(['plain', '[]', '["x"]', '[1]', '["{\\"index\\":0}"]'])('shows %j as it is', (list) => {
  expect(errorBodiesOf(list)).toEqual([{ candidate: null, retry: 0, text: list }]);
});
