import { EXPORT_FIELDS } from '@tokentrail/usage-store';
import { exportOptions } from './export-options.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

test('without options: the last 24 hours with every column, as CSV to the standard output', () => {
  expect(exportOptions([], NOW)).toEqual({
    request: {
      range: { fromMs: NOW - 86_400_000, toMs: NOW },
      filter: { search: '' },
      columns: EXPORT_FIELDS,
      format: 'csv',
    },
    output: undefined,
    endpoints: undefined,
  });
});

test('reads range, search, columns, format and file', () => {
  const args = ['--from=7d', '--search=-gpt user:"a, b"', '--columns=user_id, cost_charged_usd', '--format=jsonl'];
  const { request, output } = exportOptions([...args, '--output=-x y.jsonl'], NOW);
  expect(request).toEqual({
    range: { fromMs: NOW - 7 * 86_400_000, toMs: NOW },
    filter: { search: '-gpt user:"a, b"' },
    columns: ['userId', 'costCharged'],
    format: 'jsonl',
  });
  expect(output).toBe('-x y.jsonl');
});

test.each([
  [['--columns=user_id,nothing'], /^there is no column nothing; the columns are start_time, /],
  [['--format=xlsx'], 'there is no format xlsx; the formats are csv, jsonl'],
  [['--search=cost:>x'], /^--search cannot be read: cost:>x/],
  [['--from=yesterday'], 'yesterday is no time'],
  [['--colums=user_id'], /--colums.*tokentrail --help/s],
])('%j is refused', (args, message) => {
  expect(() => exportOptions(args, NOW)).toThrow(message);
});
