import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { byOption, endpointsOption } from '../options.ts';
import { forget } from './forget.ts';

const EXAMPLES = `
Example:
  tokentrail forget --user u-4711 --reason 'request of 30 November' --dry-run`;

/** Adds `tokentrail forget`. */
export function addForgetCommand(program: Command, io: Io): void {
  program
    .command('forget')
    .description("remove the content of a person's records and what identifies the person; numbers stay")
    .option('--user <id>', 'the records of a user')
    .option('--key <name>', 'the records of an API key')
    .option('--request <id>', 'the records of a request')
    .option('--reason <text>', 'why, one line; the ledger keeps it')
    .addOption(byOption())
    .option('--dry-run', 'print only, change nothing')
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((options) => forget(options, io));
}
