import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compileCache } from '../../scripts/compile-cache.ts';
import type { Recording } from './recording-program.ts';

export interface RunningProgram {
  child: ChildProcess;
  /** Names of ended calls and their end times (unix ms), as the program printed them. */
  ended: Map<string, number>;
  stderr(): string;
  /** Resolves when all calls have been made. */
  done: Promise<void>;
  /** Resolves when the program has ended, with the signal that ended it or null. */
  gone: Promise<NodeJS.Signals | null>;
  kill(): Promise<void>;
}

const PROGRAM = join(__dirname, 'recording-program.ts');

/** Starts a program that records calls. `env` is its whole environment, except PATH. */
export function startProgram(recording: Recording, env: Readonly<Record<string, string>>): RunningProgram {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(recording)], {
    env: { PATH: process.env.PATH ?? '', ...compileCache(), ...env },
  });
  const ended = new Map<string, number>();
  let stderr = '';
  let rest = '';
  const done = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [name = '', time] = line.split(' ');
        if (time === undefined) resolve();
        else ended.set(name, Number(time));
      }
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const gone = once(child, 'close').then(([, signal]) => signal as NodeJS.Signals | null);
  return {
    child,
    ended,
    stderr: () => stderr,
    done,
    gone,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Polls until `condition` is true. Throws an error with `description` after `timeoutMs`. */
export async function until(condition: () => boolean, timeoutMs: number, description: string): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`${description}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
