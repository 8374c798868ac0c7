import { actionOf, type Position, type TableAction } from './table-keys.ts';

const TABLE = { rows: 100, columns: 9, pageRows: 20, unfolded: false };
const press = (
  key: string,
  at: Position,
  change: Partial<typeof TABLE> = {},
  keys: { ctrlKey?: true; shiftKey?: true } = {},
) => actionOf({ key, ctrlKey: false, shiftKey: false, ...keys }, at, { ...TABLE, ...change });
const move = (row: number, column: number | null = null): TableAction => ({ kind: 'move', to: { row, column } });
const row = (index: number): Position => ({ row: index, column: null });
const cell = (index: number, column: number): Position => ({ row: index, column });

test('arrows and pages move between rows and stay in the column', () => {
  expect(press('ArrowDown', row(-1))).toEqual(move(0));
  expect(press('ArrowDown', row(99))).toEqual(move(99));
  expect(press('ArrowUp', cell(3, 2))).toEqual(move(2, 2));
  expect(press('ArrowUp', row(0))).toEqual(move(0));
  expect(press('PageDown', row(5))).toEqual(move(25));
  expect(press('PageUp', row(5))).toEqual(move(0));
});

test('Home and End go to the ends of the list, within a row to its ends', () => {
  expect(press('End', row(5))).toEqual(move(99));
  expect(press('Home', row(5))).toEqual(move(0));
  expect(press('End', cell(5, 2))).toEqual(move(5, 8));
  expect(press('Home', cell(5, 2))).toEqual(move(5, 0));
  expect(press('End', cell(5, 2), {}, { ctrlKey: true })).toEqual(move(99, 2));
});

test('the right arrow unfolds, then goes through the cells', () => {
  expect(press('ArrowRight', row(5))).toEqual({ kind: 'unfold', unfolded: true });
  expect(press('ArrowRight', row(5), { unfolded: true })).toEqual(move(5, 0));
  expect(press('ArrowRight', cell(5, 0))).toEqual(move(5, 1));
  expect(press('ArrowRight', cell(5, 8))).toEqual(move(5, 8));
});

test('the left arrow goes back to the row, then folds it', () => {
  expect(press('ArrowLeft', cell(5, 1))).toEqual(move(5, 0));
  expect(press('ArrowLeft', cell(5, 0))).toEqual(move(5));
  expect(press('ArrowLeft', row(5), { unfolded: true })).toEqual({ kind: 'unfold', unfolded: false });
  expect(press('ArrowLeft', row(5))).toBeNull();
});

test('Enter opens a row and activates a cell, Space unfolds and folds', () => {
  expect(press('Enter', row(5))).toEqual({ kind: 'open' });
  expect(press('Enter', cell(5, 0))).toEqual({ kind: 'activate' });
  expect(press(' ', cell(5, 0))).toEqual({ kind: 'unfold', unfolded: true });
  expect(press(' ', row(5), { unfolded: true })).toEqual({ kind: 'unfold', unfolded: false });
});

test('Escape leaves the cells, then folds all rows', () => {
  expect(press('Escape', cell(5, 3))).toEqual(move(5));
  expect(press('Escape', row(5))).toEqual({ kind: 'fold-all' });
});

test('the context menu keys open the menu of a cell', () => {
  expect(press('ContextMenu', cell(5, 3))).toEqual({ kind: 'menu' });
  expect(press('F10', cell(5, 3), {}, { shiftKey: true })).toEqual({ kind: 'menu' });
  expect(press('F10', cell(5, 3))).toBeNull();
  expect(press('ContextMenu', row(5))).toBeNull();
});

test('without a row, keys that need one do nothing', () => {
  for (const key of ['Enter', ' ', 'ArrowRight', 'ArrowLeft', 'a']) {
    expect(press(key, row(-1))).toBeNull();
  }
});

test('C chooses the row, also from a cell, and Ctrl+C stays with the browser', () => {
  expect(press('c', row(5))).toEqual({ kind: 'choose' });
  expect(press('c', cell(5, 1))).toEqual({ kind: 'choose' });
  expect(press('c', row(5), {}, { ctrlKey: true })).toBeNull();
  expect(press('c', row(-1))).toBeNull();
});
