import { Option, type Command } from '@commander-js/extra-typings';
import { SORT_FIELDS } from '@tokentrail/usage-store';
import type { Io } from '../io.ts';
import { endpointsOption, fromOption, searchOption, toOption } from '../options.ts';
import { listRecords } from './records.ts';

const EXAMPLES = `
Examples:
  tokentrail records --from 7d --search 'state:failed provider:openai'
  tokentrail records --from 30d --sort cost --limit 10
  tokentrail records --from 24h --json --limit 100000 | jq -r 'select(.request_id) | .request_id'

Calls are listed, unless the search names a type of records, such as type:request.`;

/** Adds `tokentrail records`. */
export function addRecordsCommand(program: Command, io: Io): void {
  program
    .command('records')
    .description('list the records of a range, newest first')
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(searchOption())
    .addOption(new Option('--sort <field>', `${SORT_FIELDS.join(', ')}: the highest first`).default('time'))
    .addOption(new Option('--limit <rows>', 'number of rows').default('50'))
    .option('--after <cursor>', 'go on after the last row of the list before; its last line has the cursor')
    .option('--json', 'print JSON Lines: a record a line, then the number of rows and the cursor')
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((options) => listRecords(options, io));
}
