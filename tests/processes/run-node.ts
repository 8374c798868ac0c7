import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { compileCache } from '../../scripts/compile-cache.ts';

/**
 * Runs Node with `args` in `folder` and returns what the program printed. `env` is its whole environment, except PATH.
 * Throws if the program printed an error or did not end well.
 */
export async function runNode(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...compileCache(), ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || stderr !== '') throw new Error(`node ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}
