import { readSegment, encodeEntries, encodeSegmentHead } from './segment.ts';

const head = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
const frames = ['one', 'two', 'three'].map((text) => Buffer.from(text));
const whole = Buffer.concat([encodeSegmentHead(head), encodeEntries(frames)]);

test('what was written is read back, with the head it was written under', () => {
  expect(readSegment(whole)).toEqual({ head, frames, damaged: 0 });
});

test('a tail that is torn at any byte is cut, and everything before it is read', () => {
  const startOfLast = whole.length - 8 - 5;
  for (let length = startOfLast + 1; length < whole.length; length++) {
    expect(readSegment(whole.subarray(0, length))).toEqual({ head, frames: frames.slice(0, 2), damaged: 1 });
  }
  expect(readSegment(whole.subarray(0, startOfLast))).toEqual({ head, frames: frames.slice(0, 2), damaged: 0 });
});

test('one entry whose bytes were changed costs that one alone', () => {
  const changed = Buffer.from(whole);
  changed[changed.indexOf('two')] = 0x54;
  expect(readSegment(changed)).toEqual({ head, frames: [frames[0], frames[2]], damaged: 1 });
});

test('a tail of zeros, as a file system may leave it, is cut', () => {
  expect(readSegment(Buffer.concat([whole, Buffer.alloc(100)]))).toEqual({ head, frames, damaged: 1 });
});

test('a file of anything is read without a record and without an error', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(3), Buffer.from('not a segment at all, and longer than a head')]) {
    expect(readSegment(bytes).frames).toEqual([]);
  }
});
