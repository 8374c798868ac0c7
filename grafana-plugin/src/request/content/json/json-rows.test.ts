import { indexJson, type JsonIndex } from './json-index.ts';
import {
  CLOSE,
  columnsAt,
  foldedAtFirst,
  partAt,
  rowOfOffset,
  rowOfValue,
  rowsOf,
  withRows,
  type JsonRows,
} from './json-rows.ts';
import { rawOf } from './json-value.ts';

const COLUMNS = 40;

/** What each row shows: depth, then the value or the end of it. */
function shown(index: JsonIndex, folded: Uint8Array): string[] {
  const rows = rowsOf(index, folded, COLUMNS);
  return Array.from({ length: rows.count }, (_, row) => {
    const text = rawOf(index, rows.value[row] ?? 0);
    const part = rows.part[row] ?? 0;
    return `${rows.depth[row]} ${part === CLOSE ? text.at(-1) : `${text.slice(0, 4)}/${part}`}`;
  });
}

function indexOf(text: string): JsonIndex {
  const index = indexJson(text);
  if (index === null) {
    throw new Error('the text is not JSON');
  }
  return index;
}

test('a row for each value, and for the end of what is open', () => {
  const index = indexOf('{"a":[1,{}],"b":"x"}');
  expect(shown(index, new Uint8Array(index.count))).toEqual([
    '0 {"a"/0',
    '1 [1,{/0',
    '2 1/0',
    '2 {}/0',
    '1 ]',
    '1 "x"/0',
    '0 }',
  ]);
});

test('one row for a folded value', () => {
  const index = indexOf('{"a":[1,[2]],"b":3}');
  expect(shown(index, Uint8Array.of(0, 1, 0, 0, 0, 0))).toEqual(['0 {"a"/0', '1 [1,[/0', '1 3/0', '0 }']);
});

test('as many rows as a long string needs, one if it is folded', () => {
  const index = indexOf(JSON.stringify(['x'.repeat(100)]));
  expect(shown(index, Uint8Array.of(0, 0))).toEqual(['0 ["xx/0', '1 "xxx/0', '1 "xxx/1', '1 "xxx/2', '0 ]']);
  expect(shown(index, Uint8Array.of(0, 1))).toEqual(['0 ["xx/0', '1 "xxx/0', '0 ]']);
});

test('opens a large text with its first levels only, and long strings folded', () => {
  const large = indexOf(JSON.stringify({ list: Array.from({ length: 500 }, () => [1]) }));
  expect(shown(large, foldedAtFirst(large)).slice(0, 4)).toEqual(['0 {"li/0', '1 [[1]/0', '2 [1]/0', '2 [1]/0']);
  const long = indexOf(JSON.stringify(['x'.repeat(5_000)]));
  expect(shown(long, foldedAtFirst(long))).toHaveLength(3);
});

test('the parts of a string are the whole string, and break no character', () => {
  const text = JSON.stringify({ name: 'a'.repeat(33) + '🎉'.repeat(50) });
  const index = indexOf(text);
  const rows = rowsOf(index, new Uint8Array(index.count), COLUMNS);
  const parts = Array.from({ length: rows.count }, (_, row) => row)
    .filter((row) => rows.value[row] === 1)
    .map((row) => text.slice(...partAt(index, 1, rows.part[row] ?? 0, columnsAt(1, COLUMNS))));
  expect(parts.join('')).toBe(rawOf(index, 1));
  expect(parts.filter((part) => /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/.test(part))).toEqual([]);
  expect(parts.length).toBeGreaterThan(3);
});

test('folding and unfolding a value gives the rows of the whole text computed again', () => {
  const index = indexOf(JSON.stringify({ a: [1, [2, 'x'.repeat(90)], {}], b: 'y'.repeat(90), c: [[[3]]] }));
  const folded = foldedAtFirst(index);
  let rows = rowsOf(index, folded, COLUMNS);
  // Each value twice, from the outside to the inside and back, so that values are folded within folded ones.
  const order = Array.from({ length: index.count }, (_, value) => value);
  for (const value of [...order.toReversed(), ...order]) {
    folded[value] = folded[value] === 1 ? 0 : 1;
    const row = rowOfValue(rows, value);
    rows = row < 0 ? rows : withRows(rows, row, rowsOf(index, folded, COLUMNS, { value, depth: rows.depth[row] ?? 0 }));
    expect(list(rows)).toEqual(list(rowsOf(index, folded, COLUMNS)));
  }
});

const list = ({ count, value, part, depth }: JsonRows) =>
  Array.from({ length: count }, (_, row) => [value[row], part[row], depth[row]]);

test('finds the row of a character', () => {
  const text = JSON.stringify({ first: 1, long: 'x'.repeat(100), last: 'found' });
  const index = indexOf(text);
  const rows = rowsOf(index, new Uint8Array(index.count), COLUMNS);
  expect(rowOfOffset(index, rows, text.indexOf('first'), COLUMNS)).toBe(1);
  expect(rowOfOffset(index, rows, text.indexOf('xxxx'), COLUMNS)).toBe(2);
  expect(rowOfOffset(index, rows, text.indexOf('last') - 3, COLUMNS)).toBe(5);
  expect(rowOfOffset(index, rows, text.indexOf('found'), COLUMNS)).toBe(6);
});
