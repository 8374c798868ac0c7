import { charactersIn, secondsOfTranscription } from './media.ts';

test('characters are counted as people count them', () => {
  expect(charactersIn('a😀b')).toEqual({ character: 3 });
  expect(charactersIn(undefined)).toBeUndefined();
});

test.each([
  [{ text: 'Hello', duration: 8.47 }, { second: 8.47 }],
  [{ text: 'Hello', duration: '8.470000267028809' }, { second: 8.470000267028809 }],
  [{ text: 'Hello' }, undefined],
  [{ duration: 0 }, undefined],
  [{ duration: 'long' }, undefined],
  ['Hello', undefined],
])('the length of %j is %j', (body, seconds) => expect(secondsOfTranscription(body)).toEqual(seconds));
