import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';

const FOLDER = join(ROOT, 'tests', 'other-instrumentations');

interface Lock {
  packages: Readonly<Record<string, { version?: string; optional?: boolean }>>;
}

/**
 * Installs the published instrumentations that tests run beside ours, where what is installed is not what their lock file
 * names. They are apart from the workspace: their dependencies contradict its own.
 *
 * @throws Error that says what to do, where they cannot be installed.
 */
export function ensureOtherInstrumentations(say: (line: string) => void): void {
  if (otherInstrumentationsInstalled()) {
    return;
  }
  say('installing the other instrumentations …');
  const npm = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', npm, { cwd: FOLDER, stdio: 'inherit' });
  if (status !== 0 || !otherInstrumentationsInstalled()) {
    throw new Error(
      `tests/other-instrumentations could not be installed: see the lines of npm above, or run npm ci in ${FOLDER}`,
    );
  }
}

export function otherInstrumentationsInstalled(): boolean {
  // npm's own list of what it has installed.
  const installed = join(FOLDER, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    return false;
  }
  const there = read(installed).packages;
  const wanted = Object.entries(read(join(FOLDER, 'package-lock.json')).packages);
  return wanted.every(([path, { version, optional }]) => {
    return path === '' || optional === true || there[path]?.version === version;
  });
}

function read(path: string): Lock {
  return JSON.parse(readFileSync(path, 'utf8')) as Lock;
}
