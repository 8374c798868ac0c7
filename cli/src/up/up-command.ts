import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from '@commander-js/extra-typings';
import { UserError } from '../fail.ts';
import type { Io } from '../io.ts';
import type * as Up from './up.ts';

/** Not a literal in `import()`, so that a bundle of the CLI does not contain the chain: `up` runs in a checkout only. */
const UP_FILE = new URL('./up.ts', import.meta.url);

/** Adds `tokentrail up`. */
export function addUpCommand(program: Command, _io: Io): void {
  program
    .command('up')
    .description('start the whole chain on this machine and print its URLs; Ctrl-C stops it')
    .addHelpText('after', '\nExample:\n  npm start')
    .action(async () => {
      if (!existsSync(fileURLToPath(UP_FILE))) {
        throw new UserError(
          '`up` starts the whole chain from a checkout of the repository, which is not part of this package: ' +
            'clone it, and run `npm start` in it',
        );
      }
      const { up } = (await import(UP_FILE.href)) as typeof Up;
      await up();
    });
}
