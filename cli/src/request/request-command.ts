import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, jsonOption } from '../options.ts';
import { showRequest } from './request.ts';

const EXAMPLES = `
Examples:
  tokentrail request req_8f31 --json | jq -r .record.cost_charged_usd
  tokentrail request 4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7 --content`;

/** Adds `tokentrail request`. */
export function addRequestCommand(program: Command, io: Io): void {
  program
    .command('request')
    .description('print one record with its attempts and cost lines')
    .argument('<id>', 'request id, id of the response, trace id, or the key TRACE_ID/SPAN_ID of a record')
    .option('--content', 'also headers, bodies and messages, from the traces store')
    .addOption(jsonOption())
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((id, options) => showRequest(id, options, io));
}
