import { ProtobufWriter } from './protobuf-writer.ts';

const KIB = 1024;

test.each<[string, string]>([
  ['none', ''],
  ['short', 'gpt-4o'],
  ['short with other letters', 'gpt-4ö 漢 \ud83d\ude00'],
  ['of a body', 'plain words '.repeat(5000)],
  ['of one in other letters', 'é'.repeat(50_000)],
  ['with half a character', `${'漢字 '.repeat(20_000)}\ud800`],
  ['longer than the writer began with', 'plain words '.repeat(20_000)],
  ['longer than is moved', '漢'.repeat(300 * KIB)],
])('a text is written as UTF-8 with its length in front, between what stands there already: %s', (_what, text) => {
  const writer = new ProtobufWriter();
  writer.string('behind');
  writer.string(text);
  const bytes = Buffer.from(text);
  const taken = Buffer.from(writer.take());
  expect(taken.subarray(-bytes.length - 7).equals(Buffer.concat([bytes, Buffer.from('\u0006behind')]))).toBe(true);
  let size = 0;
  const head = taken.subarray(0, -bytes.length - 7);
  for (const byte of head.toReversed()) size = size * 128 + (byte & 0x7f);
  expect(size).toBe(bytes.length);
  expect(writer.length).toBe(0);
});
