import { cursorOf, cursorText } from './cursor.ts';

const KEY = { startUnixNano: '1763820730412123456', traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), sender: 'a "b"' };

test('a cursor survives its text', () => {
  expect(cursorOf(cursorText(KEY, 'time'), 'time')).toEqual(KEY);
  const sorted = { ...KEY, value: '21900001', rows: 50 };
  expect(cursorOf(cursorText(sorted, 'cost'), 'cost')).toEqual(sorted);
  const unknown = { ...KEY, value: null, rows: 50 };
  expect(cursorOf(cursorText(unknown, 'duration'), 'duration')).toEqual(unknown);
});

test.each([['', 'x', 'bnVsbA', 'WyJ0aW1lIiwiMSBPUiAxIiwiYSIsImIiXQ']])('%j is no cursor', (text) => {
  expect(() => cursorOf(text, 'time')).toThrow('--after is no cursor');
});

test('a cursor of another order is refused', () => {
  expect(() => cursorOf(cursorText(KEY, 'time'), 'cost')).toThrow('--after belongs to a list with --sort time');
});
