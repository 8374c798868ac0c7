#!/usr/bin/env node
import { ROOT } from '../../scripts/build.ts';
import { audit } from './audit/audit.ts';
import { budgets } from './budgets/budgets.ts';
import { exportFile } from './export/export-file.ts';
import { UserError } from './fail.ts';
import { forget } from './forget/forget.ts';
import { retention } from './retention/retention.ts';
import { up } from './up/up.ts';

const USAGE = `usage: tokentrail up | audit [--from <time>] [--to <time>] [--endpoints <file>]
                        [--reprice --reason <text> [--by <name>] [--prices <file>] [--dry-run]]
                | export [--from <time>] [--to <time>] [--search <text>] [--columns <names>]
                         [--format csv|jsonl] [--output <file>] [--endpoints <file>]
                | budgets apply [--file <file>] [--by <name>] [--grafana-rules <file>] [--endpoints <file>]
                                [--prometheus-rules <file> --grafana-url <url>]
                | budgets show [--json] [--endpoints <file>]
                | forget --user <id> | --key <name> | --request <id> --reason <text> [--by <name>] [--dry-run]
                         [--endpoints <file>]
                | retention apply [--file <file>] [--yes] [--by <name>] [--cluster <name>] [--endpoints <file>]

  up      start the whole chain and print its URLs; Ctrl-C stops it
  export  write the records of a range as a CSV or JSON Lines file
  audit   recompute the cost of a range of calls from the ledger's own data, and report deviations;
          with --reprice: price the calls whose price was unknown
  budgets write the monthly budgets of a file to the ledger, with their alert rules; or show what is spent
  forget  remove content and personal fields of a person's records; numbers stay
  retention  set after how many days records and content expire

cli/README.md lists every option
`;

async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command === 'up' && rest.length === 0) {
    await up();
    return 0;
  }
  if (command === '--help' || command === 'help' || rest.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command === 'export') {
    await exportFile(rest, ROOT);
    return 0;
  }
  if (command === 'budgets') {
    return (await budgets(rest, ROOT)) ? 0 : 1;
  }
  if (command === 'forget') {
    await forget(rest, ROOT);
    return 0;
  }
  if (command === 'retention') {
    await retention(rest, ROOT);
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
  // Exit code 2, because 1 means that an audit found deviations, or that a budget is exceeded.
  // A UserError is printed as one line; anything else is a bug of ours and is printed with its stack.
  console.error(error instanceof UserError ? `tokentrail: ${error.message}` : error);
  process.exitCode = 2;
}
if (process.argv[2] === 'up') {
  // Every part has been stopped. Exit now, so that leftovers of an interrupted start do not keep the terminal.
  process.exit();
}
