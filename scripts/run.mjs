/**
 * Installs the dependencies if necessary and runs a TypeScript file with the repository's own Node.js:
 * `node scripts/run.mjs <file> [arguments]`. This file is plain JavaScript, because the machine's Node.js runs it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MIN_NODE_MAJOR = 20;
const MIN_FREE_GIB = 4;
const PARENT_POLL_MS = 1000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.tokentrail-installed');

function fail(message) {
  console.error(`tokentrail: ${message}`);
  process.exit(1);
}

/** Hash of the lock file, platform and architecture. Native packages depend on all of them. */
function installHash() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function run(command, args, stdio = 'inherit') {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio });
    // Ctrl-C reaches the whole process group. This process ignores it and waits until the child has ended.
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill('SIGTERM'));
    }
    whenNpmEnds(() => child.kill('SIGTERM'));
    child.on('error', (error) => fail(`cannot start ${command}: ${error.message}`));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** Calls `end` if the npm that started this process ends. A killed npm sends no signal, so the parent's pid is polled. */
function whenNpmEnds(end) {
  const npm = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== npm && end(), PARENT_POLL_MS).unref();
  }
}

async function installDependencies() {
  const expected = installHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === expected) {
    return;
  }
  const { bavail, bsize } = statfsSync(root);
  const freeGib = (Number(bavail) * Number(bsize)) / 2 ** 30;
  if (freeGib < MIN_FREE_GIB) {
    fail(
      `${freeGib.toFixed(1)} GiB are free here, but the install needs ${MIN_FREE_GIB}: free some disk space and run it again`,
    );
  }
  console.error('tokentrail: installing dependencies (about two minutes the first time) …');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    fail('the dependencies could not be installed: see the output of npm above');
  }
  writeFileSync(stamp, expected);
}

if (Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  fail(`Node.js ${process.versions.node} is too old: install Node.js ${MIN_NODE_MAJOR} or later`);
}
await installDependencies();
const node = join(root, 'node_modules', '.bin', 'node');
process.env.PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
// The IPC channel closes however this process ends, so that the child can stop everything it started.
process.exit(await run(node, process.argv.slice(2), ['inherit', 'inherit', 'inherit', 'ipc']));
