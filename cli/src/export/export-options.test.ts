import { EXPORT_FIELDS } from '@tokentrail/usage-store';
import { exportRequest } from './export-options.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

test('without options: the last 24 hours with every column, as CSV', () => {
  expect(exportRequest({}, NOW)).toEqual({
    range: { fromMs: NOW - 86_400_000, toMs: NOW },
    filter: { search: '' },
    columns: EXPORT_FIELDS,
    format: 'csv',
  });
});

test('reads range, search, columns and format', () => {
  const options = { from: '7d', search: '-gpt user:"a, b"', columns: 'user_id, cost_charged_usd', format: 'jsonl' };
  expect(exportRequest(options, NOW)).toEqual({
    range: { fromMs: NOW - 7 * 86_400_000, toMs: NOW },
    filter: { search: '-gpt user:"a, b"' },
    columns: ['userId', 'costCharged'],
    format: 'jsonl',
  });
});

test.each([
  [{ columns: 'user_id,nothing' }, /^there is no column nothing; the columns are start_time, /],
  [{ format: 'xlsx' }, 'there is no format xlsx; the formats are csv, jsonl, parquet, archive, focus'],
  [{ search: 'cost:>x' }, /^--search cannot be read: cost:>x/],
  [{ from: 'yesterday' }, 'yesterday is no time'],
])('%j is refused', (options, message) => {
  expect(() => exportRequest(options, NOW)).toThrow(message);
});
