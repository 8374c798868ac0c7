#!/usr/bin/env node
import { ROOT } from '../../scripts/build.ts';
import { audit } from './audit/audit.ts';
import { UserError } from './fail.ts';
import { up } from './up/up.ts';

const USAGE = `usage: tokentrail up | audit [--from <time>] [--to <time>] [--endpoints <file>]
                        [--reprice --reason <text> [--by <name>] [--prices <file>] [--dry-run]]

  up      start the whole chain and print where to look; Ctrl-C ends it
  audit   price the calls of a range again from what the ledger carries, and report where it deviates;
          with --reprice: price now what had no price. cli/README.md has every option
`;

async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command === 'up' && rest.length === 0) {
    await up();
    return 0;
  }
  if (command === '--help' || command === 'help' || (command === 'audit' && rest.includes('--help'))) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command === 'audit') {
    return (await audit(rest, ROOT)) ? 0 : 1;
  }
  process.stderr.write(USAGE);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Not 1: that is what an audit ends with that found something.
  // What the user can mend is one line; anything else is a fault of ours, shown whole.
  console.error(error instanceof UserError ? `tokentrail: ${error.message}` : error);
  process.exitCode = 2;
}
if (process.argv[2] === 'up') {
  // Everything has been ended; what an interrupted start still does here must not keep the terminal.
  process.exit();
}
