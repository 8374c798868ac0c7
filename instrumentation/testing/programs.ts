import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Recording } from './recording-program.ts';

export interface RunningProgram {
  child: ChildProcess;
  /** Calls that ended, and when, as the program printed them. */
  ended: Map<string, number>;
  stderr(): string;
  /** Resolves when all calls were made. */
  done: Promise<void>;
  /** Resolves with the signal that ended it, or null. */
  gone: Promise<NodeJS.Signals | null>;
  kill(): Promise<void>;
}

const PROGRAM = join(__dirname, 'recording-program.ts');

/** Starts a program of its own that records; `env` is all of its environment but the path. */
export function startProgram(recording: Recording, env: Readonly<Record<string, string>>): RunningProgram {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(recording)], {
    env: { PATH: process.env.PATH ?? '', ...env },
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

export async function until(holds: () => boolean, withinMs: number, what: string): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
