import { readSegment, encodeEntries, encodeSegmentHead } from './segment.ts';

const head = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
/** Spans of nothing but a name: field 5 of what field 2 of the batch holds. */
const encodedSpans = ['one', 'two', 'three'].map((text) =>
  Buffer.from(`\x12${String.fromCharCode(text.length + 2)}\x2a${String.fromCharCode(text.length)}${text}`),
);
const whole = Buffer.concat([encodeSegmentHead(head), encodeEntries(encodedSpans)]);

test('reads what was written, with its head', () => {
  expect(readSegment(whole)).toEqual({ head, encodedSpans, damaged: 0 });
});

test('cuts an end that is incomplete at any byte, and reads everything before it', () => {
  const startOfLast = whole.length - 8 - 9;
  for (let length = startOfLast + 1; length < whole.length; length++) {
    expect(readSegment(whole.subarray(0, length))).toEqual({
      head,
      encodedSpans: encodedSpans.slice(0, 2),
      damaged: 1,
    });
  }
  expect(readSegment(whole.subarray(0, startOfLast))).toEqual({
    head,
    encodedSpans: encodedSpans.slice(0, 2),
    damaged: 0,
  });
});

test('skips only the entry whose bytes were changed', () => {
  const changed = Buffer.from(whole);
  changed[changed.indexOf('two')] = 0x54;
  expect(readSegment(changed)).toEqual({ head, encodedSpans: [encodedSpans[0], encodedSpans[2]], damaged: 1 });
});

test('cuts zeros at the end, which a file system may leave', () => {
  expect(readSegment(Buffer.concat([whole, Buffer.alloc(100)]))).toEqual({ head, encodedSpans, damaged: 1 });
});

test('reads any other file as no record, without an error', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(3), Buffer.from('not a segment at all, and longer than a head')]) {
    expect(readSegment(bytes).encodedSpans).toEqual([]);
  }
});

test('skips entries with a valid checksum that are not spans', () => {
  const others = ['no span', '\n', '\x12\x02\x4a', '\x12\x00\x12\x00'].map((text) => Buffer.from(text));
  const content = readSegment(Buffer.concat([whole, encodeEntries(others)]));
  expect(content).toEqual({ head, encodedSpans, damaged: 4 });
});

test.each(['null', '5', '[]', '{}', '{"resource":{"a":1},"scope":{"name":"n","version":"v"}}', '{"resource":null}'])(
  'a head that is %s is ignored',
  (text) => {
    const read = readSegment(Buffer.from(encodeEntries([Buffer.from(text), ...encodedSpans])));
    expect(read.head).toBeUndefined();
  },
);
