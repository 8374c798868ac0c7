import { safeCell } from './safe-cell.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', "'\rx"],
  ['\nx', "'\nx"],
  ['＝1', "'＝1"],
  ['＠x', "'＠x"],
  [' \u00a0=1', "' \u00a0=1"],
  ['"=1"', '\'"=1"'],
  ["'=1", "''=1"],
  ['\u200b\ufeff\u202e=1', "'\u200b\ufeff\u202e=1"],
])('a text that begins like a formula gets an apostrophe: %j', (text, safe) => {
  expect(safeCell(text)).toBe(safe);
});

test.each([
  ['a;=1', "a;'=1"],
  ['a\t"-1;+2', "a\t\"'-1;'+2"],
  ['a\r\n @x', "a\r\n '@x"],
  [';;=1', ";;'=1"],
])('a formula after a character at which a cell can be split gets an apostrophe: %j', (text, safe) => {
  expect(safeCell(text)).toBe(safe);
});

test.each(['', 'gpt-4o', 'a=b', 'a, =b', 'Mozilla/5.0 (X11; Linux)', '1.5e-3', 'x@example.com', 'ｘ＝', '日本 🎉'])(
  'another text is unchanged: %j',
  (text) => {
    expect(safeCell(text)).toBe(text);
  },
);

test.each(['\t', ' ', ';', '=', ';=', '\t=', ' =', '"'])(
  'the time for a long text grows with its length: %j repeated',
  (part) => {
    const cpuMs = (length: number) => {
      const text = `a${part.repeat(length / part.length)}`;
      const start = process.cpuUsage();
      safeCell(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    cpuMs(1_000);
    // It would be more than ten seconds if it grew with the square of the length.
    expect(cpuMs(200_000)).toBeLessThan(2_000);
  },
);
