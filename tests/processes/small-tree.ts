/**
 * Test program: starts two processes under a supervisor, prints their pids, then waits or throws.
 * `node small-tree.ts <folder> wait|throw`
 */
import { join } from 'node:path';
import { startChild } from '../../cli/src/up/child.ts';
import { say } from '../../cli/src/up/say.ts';
import { Supervisor } from '../../cli/src/up/supervisor.ts';
import { Watchdog } from '../../cli/src/up/watchdog.ts';

const [folder = '', how = 'wait'] = process.argv.slice(2);
const PARTS = {
  obedient: 'setInterval(() => {}, 1000)',
  stubborn: 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)',
};

const supervisor = new Supervisor(new Watchdog(), say);
const pids: number[] = [];
for (const [name, code] of Object.entries(PARTS)) {
  const options = {
    name,
    command: process.execPath,
    args: ['-e', code],
    env: process.env,
    logFile: join(folder, `${name}.log`),
  };
  await supervisor.start({
    ...options,
    start: (spawned) =>
      startChild({
        ...options,
        spawned: (pid) => {
          pids.push(pid);
          spawned(pid);
        },
      }),
  });
}
process.stdout.write(`${JSON.stringify(pids)}\n`);
if (how === 'throw') {
  throw new Error('thrown with parts running');
}
setInterval(() => undefined, 1000);
