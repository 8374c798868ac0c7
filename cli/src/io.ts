import type { Writable } from 'node:stream';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command exchanges with the program that runs it. Commands use nothing global instead. */
export interface Io {
  /** Facts: what the command was asked for. */
  readonly stdout: Writable;
  /** Progress, warnings and errors. */
  readonly stderr: Writable;
  readonly env: Environment;
  /** Unix ms. */
  readonly now: () => number;
  /** The current folder. A chain that runs on this machine is found from it. */
  readonly cwd: string;
  /** Values that no error may contain. `runProgram` sets those of the environment; what reads others from a file adds them. */
  secrets?: Set<string>;
  /** Exit code of the process; a command changes it if its check fails. */
  exitCode: number;
}

/** Exit codes of every command. cli/README.md explains them. */
export const EXIT_CODES = { done: 0, checkFailed: 1, notDone: 2 } as const;

/** Prints lines to the standard output. */
export function print({ stdout }: Io, ...lines: readonly string[]): void {
  stdout.write(`${lines.join('\n')}\n`);
}
