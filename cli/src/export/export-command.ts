import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, fromOption, jsonOption, searchOption, toOption } from '../options.ts';
import { runExport } from './export.ts';

const EXAMPLES = `
Examples:
  tokentrail export --from 30d --search 'model:gpt-4o cost:>0.1' --output calls.csv
  tokentrail export --month 2026-10 --format jsonl --compress zstd --output calls.jsonl.zst`;

/** Adds `tokentrail export`. */
export function addExportCommand(program: Command, io: Io): void {
  program
    .command('export')
    .description('write the records of a range to files, and compare these with the ledger')
    .addOption(fromOption())
    .addOption(toOption())
    .option('--month <month>', 'a month in UTC, such as 2026-10, instead of --from and --to')
    .addOption(searchOption())
    .option('--columns <names>', 'names of columns, separated by commas; default: every column')
    .option('--format <format>', 'csv, jsonl, parquet, archive or focus; default: csv')
    .option('--compress <compression>', 'gzip or zstd')
    .option(
      '--output <file>',
      'a file, which is replaced; with {month} in its name: one for each month; default: the standard output',
    )
    .addOption(jsonOption())
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((options) => runExport(options, io));
}
