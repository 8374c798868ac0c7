import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, searchOption } from '../options.ts';
import { runReport } from './report.ts';

const EXAMPLES = `
Examples:
  tokentrail report --month 2026-11 --tz Europe/Berlin --out november.html
  tokentrail report --from 7d --max-cost 500 --max-error-rate 2 --out week.html
  tokentrail report --month current --json | jq .totals

Exit code 1: a threshold is broken; the sentences on the standard error name which.`;

/** Adds `tokentrail report`. */
export function addReportCommand(program: Command, io: Io): void {
  program
    .command('report')
    .description('compare a period with the one before: a file to read and print, or JSON')
    .option('--month <month>', '2026-11, current or previous; default: previous')
    .option('--from <time>', 'start of another period: 2026-11-01, 2026-11-01T08:00, 24h or 7d')
    .option('--to <time>', 'its end, which does not belong to it; default: now')
    .option('--tz <zone>', 'time zone of days, months and hours, such as Europe/Berlin; default: UTC')
    .addOption(searchOption())
    .option('--out <file>', 'write the report to a file, which is replaced as a whole: HTML, or JSON with --json')
    .addOption(new Option('--json', 'JSON, to the standard output without --out'))
    .option('--max-cost <usd>', 'threshold: what callers are charged')
    .option('--max-error-rate <percent>', 'threshold: share of calls that failed')
    .option('--max-increase <percent>', 'threshold: increase of the cost over the period before')
    .option('--max-unknown <calls>', 'threshold: calls whose cost is unknown')
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action((options) => runReport(options, io));
}
