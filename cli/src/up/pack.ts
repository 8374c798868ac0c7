import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Setting } from './setting.ts';

/**
 * Packs the instrumentation as it will be published.
 * @returns the path of the tarball.
 */
export async function packInstrumentation({ root, state, supervisor }: Setting): Promise<string> {
  const args = ['pack', '--json', '--silent', '-w', 'instrumentation', '--pack-destination', state.path];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, signal: supervisor.stopping });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  const tarball = state.in(packed?.filename ?? '');
  if (packed === undefined || !existsSync(tarball)) {
    throw new Error(`npm pack left no tarball: ${stdout}`);
  }
  return tarball;
}
