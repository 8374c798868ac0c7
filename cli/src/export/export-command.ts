import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, fromOption, searchOption, toOption } from '../options.ts';
import { exportFile } from './export-file.ts';

const EXAMPLES = `
Example:
  tokentrail export --from 30d --search 'model:gpt-4o cost:>0.1' --output calls.csv`;

/** Adds `tokentrail export`. */
export function addExportCommand(program: Command, io: Io): void {
  program
    .command('export')
    .description('write the records of a range, newest first, as CSV or JSON Lines')
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(searchOption())
    .option('--columns <names>', 'names of columns, separated by commas; default: every column')
    .option('--format <format>', 'csv or jsonl; default: csv')
    .option('--output <file>', 'a file, which is replaced; default: the standard output')
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((options) => exportFile(options, io));
}
