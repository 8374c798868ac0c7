import { execFile } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Setting } from './setting.ts';

/**
 * Packs the instrumentation and the prices that it depends on, as they will be published.
 * @returns the paths of the tarballs.
 */
export async function packInstrumentation({ root, state, supervisor }: Setting): Promise<string[]> {
  for (const file of readdirSync(state.path)) {
    if (/^tokentrail-.*\.tgz$/.test(file)) rmSync(state.in(file));
  }
  const workspaces = ['-w', 'packages/prices', '-w', 'instrumentation'];
  const args = ['pack', '--json', '--silent', ...workspaces, '--pack-destination', state.path];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, signal: supervisor.stopping });
  const tarballs = (JSON.parse(stdout) as { filename: string }[]).map(({ filename }) => state.in(filename));
  if (tarballs.length === 0 || !tarballs.every((tarball) => existsSync(tarball))) {
    throw new Error(`npm pack left no tarball: ${stdout}`);
  }
  return tarballs;
}
