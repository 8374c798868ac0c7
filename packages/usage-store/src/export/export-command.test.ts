import { EXPORT_FIELDS } from './export-columns.ts';
import { exportCommand, exportFileName } from './export-command.ts';

const range = { fromMs: Date.parse('2026-11-23T10:00:00Z'), toMs: Date.parse('2026-11-30T10:00:00.001Z') };

test('the command has range, columns, format and file', () => {
  const request = { range, format: 'jsonl' as const, columns: ['startUnixNano', 'costCharged'] as const };
  expect(exportCommand(request, '', exportFileName(request))).toBe(
    'tokentrail export --from=2026-11-23T10:00:00.000Z --to=2026-11-30T10:00:00.001Z ' +
      '--columns=start_time,cost_charged_usd --format=jsonl --output=usage-log-2026-11-23-2026-11-30.jsonl',
  );
});

test('all columns need no option, and a search is one word of the shell', () => {
  const request = { range, format: 'csv' as const, columns: EXPORT_FIELDS };
  const command = exportCommand(request, `-gpt user:"o'brien $HOME"`, 'x.csv');
  expect(command).toContain(` --search='-gpt user:"o'\\''brien $HOME"' --format=csv `);
});
