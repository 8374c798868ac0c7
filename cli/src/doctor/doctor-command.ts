import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, jsonOption } from '../options.ts';
import { runDoctor } from './doctor.ts';

const TEXT = `
Sends one test record: an event of the system, which no count, cost or rate of calls includes.

For another chain than the one on this machine, set TOKENTRAIL_OTLP_ENDPOINT and TOKENTRAIL_OTLP_TOKEN as the app has them,
TOKENTRAIL_LEDGER_URL, TOKENTRAIL_LEDGER_READER_PASSWORD, TOKENTRAIL_TRACES_URL, TOKENTRAIL_TRACES_READER_PASSWORD,
TOKENTRAIL_GRAFANA_URL and TOKENTRAIL_GRAFANA_TOKEN. What is not set is not tested.

Examples:
  tokentrail doctor
  tokentrail doctor --env-file app.env --json

Exit code 1: a step is broken; the last line names the first one and its remedy.`;

/** Adds `tokentrail doctor`. */
export function addDoctorCommand(program: Command, io: Io): void {
  program
    .command('doctor')
    .description('test each step from the app to Grafana with a test record')
    .option('--env-file <file>', 'file with the environment of the app; default: the environment of this command')
    .option('--data-source <uid>', 'UID of the data source in Grafana', 'tokentrail-usage')
    .option('--wait <seconds>', 'time for the test record to arrive', '30')
    .addOption(jsonOption())
    .addOption(endpointsOption())
    .addHelpText('after', TEXT)
    .action((options) => runDoctor(options, io));
}
