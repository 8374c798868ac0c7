// Checks the plugin against the types of the newest Grafana. Installs them first if the lock file has changed. Passes its
// arguments on to tsc.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const lock = join(here, 'package-lock.json');
const installed = join(here, 'node_modules', '.installed-lock.json');

if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(lock))) {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  copyFileSync(lock, installed);
}
run('tsc', ['--noEmit', '-p', here, ...process.argv.slice(2)]);

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: here, stdio: 'inherit' });
  } catch {
    process.exit(1);
  }
}
