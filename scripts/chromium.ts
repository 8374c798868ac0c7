import { spawnSync } from 'node:child_process';
import { findOnPath } from './find-on-path.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The path of a Chromium: `TOKENTRAIL_CHROMIUM`, one on the PATH, or one installed now by the system's package manager.
 * @throws Error that says what to install where none can be had.
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
      'the browser tests need Chromium: install it (apt-get install chromium), or name one by TOKENTRAIL_CHROMIUM',
    );
  }
  return installed;
}

function onPath(): string | undefined {
  return NAMES.map(findOnPath).find((path) => path !== null);
}
