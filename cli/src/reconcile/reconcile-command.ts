import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, jsonOption } from '../options.ts';
import { reconcile } from './reconcile.ts';

const EXAMPLES = `
Examples:
  tokentrail reconcile --provider openai --period 2026-10 --export costs.jsonl --keys keys.yaml
  tokentrail reconcile --provider anthropic --period 2026-10 --export cost.json usage.json --tolerance 1
  tokentrail reconcile --provider deepseek --period 2026-10 --export cost.csv --map map.yaml --tz Asia/Shanghai
  tokentrail reconcile --provider openai --period 2026-10 --export costs.jsonl --learn

Exit code 1: more than the tolerance is unexplained.`;

/** Adds `tokentrail reconcile`. */
export function addReconcileCommand(program: Command, io: Io): void {
  program
    .command('reconcile')
    .description("compare a provider's invoice with what the ledger recorded, and name each difference")
    .requiredOption('--provider <name>', 'openai, anthropic, openrouter, aws, azure, google, or another seller')
    .requiredOption('--period <month>', 'a month: 2026-10')
    .requiredOption('--export <files...>', "files of the provider's own export")
    .option('--keys <file>', "the ledger's keys by the provider's key ids, as YAML or JSON")
    .option('--map <file>', 'a column map, for a CSV file of another provider')
    .option('--tz <zone>', "zone of the provider's days; default: UTC, for google America/Los_Angeles")
    .option('--tolerance <usd>', 'what may stay unexplained', '0')
    .option('--learn', 'print the contract factors that the invoice implies, as lines of a price file')
    .addOption(jsonOption())
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((options) => reconcile(options, io));
}
