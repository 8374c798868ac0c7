#!/usr/bin/env node
import { UserError } from './fail.ts';
import { up } from './up/up.ts';

const USAGE = `usage: tokentrail up

  up    start the whole chain and print where to look; Ctrl-C ends it
`;

async function main([command, ...rest]: readonly string[]): Promise<number> {
  if (command !== 'up' || rest.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  await up();
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // What the user can mend is one line; anything else is a fault of ours, shown whole.
  console.error(error instanceof UserError ? `tokentrail: ${error.message}` : error);
  process.exitCode = 1;
}
