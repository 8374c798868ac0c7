import { cutMarkOf } from './cut-mark.ts';

test.each([
  ['{"a":1,"[cut]":{"originalBytes":5242880}}', { originalBytes: 5_242_880, isMinimum: false }],
  ['[1,{"[cut]":{"originalBytesAtLeast":9}}]', { originalBytes: 9, isMinimum: true }],
  ['{"[cut]":{"originalBytes":7}}', { originalBytes: 7, isMinimum: false }],
  ['text\n[cut: 10 of 99 bytes]', { originalBytes: 99, isMinimum: false }],
])('reads the mark of %j', (text, mark) => {
  expect(cutMarkOf(text)).toEqual(mark);
});

test.each(['{"a":1}', 'text [cut: 10 of 99 bytes] more', '{"x":"[cut]"}'])('finds no mark in %j', (text) => {
  expect(cutMarkOf(text)).toBeNull();
});
