import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';

const FOLDER = join(ROOT, 'tests', 'other-instrumentations');

interface Lock {
  packages: Readonly<Record<string, { version?: string; optional?: boolean }>>;
}

/**
 * Installs the published instrumentations that tests run beside ours, unless the installed versions match their lock file.
 * They are not part of the npm workspace, because their dependencies conflict with its own.
 *
 * @throws an Error that says what to do if they cannot be installed.
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
      `tests/other-instrumentations could not be installed: see the output of npm above, or run npm ci in ${FOLDER}`,
    );
  }
}

export function otherInstrumentationsInstalled(): boolean {
  // npm's list of the installed packages.
  const installed = join(FOLDER, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    return false;
  }
  const present = read(installed).packages;
  const required = Object.entries(read(join(FOLDER, 'package-lock.json')).packages);
  return required.every(([path, { version, optional }]) => {
    return path === '' || optional === true || present[path]?.version === version;
  });
}

function read(path: string): Lock {
  return JSON.parse(readFileSync(path, 'utf8')) as Lock;
}
