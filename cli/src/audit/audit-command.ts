import type { Command } from '@commander-js/extra-typings';
import { UserError } from '../fail.ts';
import type { Io } from '../io.ts';
import { byOption, endpointsOption, fromOption, toOption } from '../options.ts';
import { audit } from './audit.ts';
import { reprice, type RepriceOptions } from './reprice.ts';

const EXAMPLES = `
Examples:
  tokentrail audit --from 7d
  tokentrail audit --reprice --from 30d --prices prices.yaml --dry-run
  tokentrail audit --reprice --from 30d --prices prices.yaml --reason 'price list of November came late'

Exit code 1: some calls deviate.`;

/** Adds `tokentrail audit`. */
export function addAuditCommand(program: Command, io: Io): void {
  program
    .command('audit')
    .description("recompute the cost of calls from the ledger's own data, and print the deviations")
    .addOption(fromOption())
    .addOption(toOption())
    .option('--reprice', 'price the calls whose price was unknown instead')
    .option('--prices <file>', 'with --reprice: a price file, which overrides the public prices')
    .option('--reason <text>', 'with --reprice: why, one line; stored in each row')
    .addOption(byOption())
    .option('--dry-run', 'with --reprice: print only, write nothing')
    .addOption(endpointsOption())
    .addHelpText('after', EXAMPLES)
    .action(async ({ reprice: withReprice, ...options }) => {
      if (withReprice) {
        await reprice(options, io);
      } else {
        rejectRepriceOptions(options);
        await audit(options, io);
      }
    });
}

function rejectRepriceOptions({ prices, by, reason, dryRun }: RepriceOptions): void {
  const given = Object.entries({ prices, by, reason, 'dry-run': dryRun }).find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw new UserError(`--${given[0]} only works together with --reprice`);
  }
}
