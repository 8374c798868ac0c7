import { spawnSync } from 'node:child_process';
import { findOnPath } from './find-on-path.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds a Chromium: `TOKENTRAIL_CHROMIUM`, one on the PATH, or one that this function installs with apt-get.
 * @returns its path.
 * @throws an Error that says what to install if there is none.
 */
export async function ensureChromium(): Promise<string> {
  const found = process.env.TOKENTRAIL_CHROMIUM || onPath();
  if (found) {
    return found;
  }
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('installing chromium by apt-get …');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const installed = onPath();
  if (installed === undefined) {
    throw new Error(
      'the browser tests need Chromium: install it (apt-get install chromium), or set TOKENTRAIL_CHROMIUM to the path of one',
    );
  }
  return installed;
}

function onPath(): string | undefined {
  return NAMES.map(findOnPath).find((path) => path !== null);
}
