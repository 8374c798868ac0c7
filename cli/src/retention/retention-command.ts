import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { byOption, endpointsOption } from '../options.ts';
import { applyRetention } from './retention.ts';

/** Adds `tokentrail retention apply`. */
export function addRetentionCommand(program: Command, io: Io): void {
  program
    .command('retention')
    .description('set after how many days records and content expire')
    .command('apply')
    .description('set the days of a file')
    .option('--file <file>', 'the file with the days; default: retention.yaml')
    .option('--yes', 'also if something expires earlier than before, which cannot be restored')
    .addOption(byOption())
    .option('--cluster <name>', 'the ClickHouse cluster of the stores')
    .addOption(endpointsOption())
    .addHelpText('after', '\nExample:\n  tokentrail retention apply --file retention.yaml')
    .action((options) => applyRetention(options, io));
}
