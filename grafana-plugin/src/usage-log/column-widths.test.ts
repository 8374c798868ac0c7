import { createTheme } from '@grafana/data';
import type { UsageRecord } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import { tableWidths } from './column-widths.ts';
import { defaultColumns } from './columns/default-columns.tsx';

const PIXELS_PER_CHARACTER = 7;
const OLDEST = '1763820730412123456';
const COLUMNS = defaultColumns({ severalDays: true, oldest: OLDEST, quotaPerUsd: null });

// jsdom has no canvas.
beforeAll(() => {
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: (text: string) => ({ width: text.length * PIXELS_PER_CHARACTER }),
  })) as unknown as HTMLCanvasElement['getContext'];
});

/** Track of each column for rows with these changes. */
function tracksOf(...changes: Partial<UsageRecord>[]): Record<string, string> {
  const records = changes.map((change) => ({ ...EXAMPLE_RECORD, ...change }));
  const { tracks } = tableWidths(createTheme(), COLUMNS, records, 'utc');
  const [, ...columns] = tracks.match(/minmax\([^)]*\)|\S+/g) ?? [];
  return Object.fromEntries(COLUMNS.map(({ id }, index) => [id, columns[index] ?? '']));
}

const shareOf = (track: string | undefined) => Number(/ (\d+)fr/.exec(track ?? '')?.[1]);

test('a column with long texts gets a larger share of the free width', () => {
  const short = tracksOf({ userId: 'u_1', endpoint: '/v1' });
  const long = tracksOf({ userId: 'customer-0001-of-the-north' }, { userId: 'u_1', endpoint: '/v1' });
  expect(shareOf(long['caller'])).toBeGreaterThan(shareOf(short['caller']));
  expect(shareOf(long['caller'])).toBeGreaterThanOrEqual('customer-0001-of-the-north'.length * PIXELS_PER_CHARACTER);
});

test('the time is never cut off, also that of the oldest record', () => {
  const { time } = tracksOf({ startUnixNano: `${Date.now()}000000` });
  expect(Number.parseFloat(time ?? '')).toBeGreaterThanOrEqual('Nov 22, 2025, 14:12:10'.length * PIXELS_PER_CHARACTER);
});

test('a text of a million characters takes no more than a long one', () => {
  expect(tracksOf({ userId: 'x'.repeat(1_000_000) })).toEqual(tracksOf({ userId: 'x'.repeat(100) }));
});

test('rows after the first hundred do not change the widths', () => {
  const rows = Array.from({ length: 100 }, () => ({ userId: 'u_1' }));
  expect(tracksOf(...rows, { userId: 'a much longer name of a user' })).toEqual(tracksOf(...rows));
});

test('a column without texts is as wide as its title', () => {
  const { error } = tracksOf({ errorMessage: null, errorCode: null, errorType: null });
  expect(Number(/minmax\((\d+)px/.exec(error ?? '')?.[1])).toBeLessThan(48);
  expect(shareOf(error)).toBeLessThan(shareOf(tracksOf({ errorCode: 'rate_limit_exceeded' })['error']));
  expect(tracksOf()['error']).toBe(error);
});

test('a column that the user has resized has that width', () => {
  const px = new Map([['model', 222]] as const);
  expect(tableWidths(createTheme(), COLUMNS, [EXAMPLE_RECORD], 'utc', px).tracks).toContain(' 222px ');
});
