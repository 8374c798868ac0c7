/**
 * Runs a TypeScript file of this repository under the repository's own Node.js, after it has made sure that the
 * dependencies are installed: `node scripts/run.mjs <file> [arguments]`. Plain JavaScript for the Node.js of the machine.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const INSTALL_GIB = 4;
const PARENT_POLL_MS = 1000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.tokentrail-installed');

function fail(message) {
  console.error(`tokentrail: ${message}`);
  process.exit(1);
}

/** Changes when the lock file or the Node.js that ran the install does: native packages depend on both. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function run(command, args, stdio = 'inherit') {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio });
    // Ctrl-C reaches the whole process group: the child ends in its own time, this process waits for it.
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill('SIGTERM'));
    }
    onEndOfNpm(() => child.kill('SIGTERM'));
    child.on('error', (error) => fail(`cannot start ${command}: ${error.message}`));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** An npm that is killed reaches nobody: what it started is left with another parent. */
function onEndOfNpm(end) {
  const npm = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== npm && end(), PARENT_POLL_MS).unref();
  }
}

async function installDependencies() {
  const expected = wanted();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === expected) {
    return;
  }
  const { bavail, bsize } = statfsSync(root);
  const freeGib = (Number(bavail) * Number(bsize)) / 2 ** 30;
  if (freeGib < INSTALL_GIB) {
    fail(
      `${freeGib.toFixed(1)} GiB are free here, the install needs ${INSTALL_GIB}: free some disk space and try again`,
    );
  }
  console.error('tokentrail: installing dependencies (about two minutes the first time) …');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    fail('the dependencies could not be installed: see the lines of npm above');
  }
  writeFileSync(stamp, expected);
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(`Node.js ${process.versions.node} is too old: install Node.js ${OLDEST_NODE} or later and try again`);
}
await installDependencies();
const node = join(root, 'node_modules', '.bin', 'node');
process.env.PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
// The channel closes when this process ends in whatever way: the child may then end what it started.
process.exit(await run(node, process.argv.slice(2), ['inherit', 'inherit', 'inherit', 'ipc']));
