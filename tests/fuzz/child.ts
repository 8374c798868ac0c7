import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

export interface Child {
  pid: number;
  /** The first line of its output, parsed. */
  ready: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts a program of this folder that reports readiness with one line of JSON and ends when its stdin ends. */
export async function startChild(file: string, env: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const exited = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  const early = exited.then(([code]) => Promise.reject(new Error(`${file} ended at its start with code ${code}`)));
  early.catch(() => undefined);
  const [line] = (await Promise.race([once(lines, 'line'), early])) as [string];
  return {
    pid: child.pid ?? 0,
    ready: JSON.parse(line) as Record<string, string>,
    async stop() {
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 3000);
      await exited;
      clearTimeout(late);
    },
  };
}
