import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { compileCache } from '../../scripts/compile-cache.ts';

/**
 * Spool folder of the tests. Records waiting for a collector that a test removed must not land in the user's home, nor
 * be sent to a collector of another test that happens to get the same port.
 */
const SPOOL = mkdtempSync(join(tmpdir(), 'tokentrail-tests-spool-'));
process.on('exit', () => rmSync(SPOOL, { recursive: true, force: true }));

export interface ProgramOptions {
  env: Readonly<Record<string, string>>;
  /** If true, started with `--import @tokentrail/instrumentation/register`. */
  instrumented: boolean;
  /** Modules loaded before it and before the instrumentation. */
  imports?: readonly string[];
  args?: readonly string[];
}

/** Runs a program to its end with `input` as JSON on stdin. Resolves with its output. */
export async function runProgram(program: string, input: unknown, options: ProgramOptions): Promise<string> {
  const child = spawnProgram(program, options);
  child.stdin.end(JSON.stringify(input));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) {
    throw new Error(`${program} ended with ${String(code)}`);
  }
  return output.trim();
}

export interface RunningProgram {
  /** Resolves with the first group of the first matching output line. Rejects if the program ends without one. */
  printed(pattern: RegExp): Promise<string>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<void>;
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>;
}

/** Starts a program that runs until it is stopped. */
export function startProgram(program: string, options: ProgramOptions): RunningProgram {
  const child = spawnProgram(program, options);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  return {
    async printed(pattern) {
      for await (const line of lines) {
        const found = pattern.exec(line)?.[1];
        if (found !== undefined) {
          return found;
        }
      }
      throw new Error(`${program} ended without printing ${String(pattern)}`);
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function spawnProgram(program: string, options: ProgramOptions): ChildProcessByStdio<Writable, Readable, null> {
  const imports = [
    ...(options.imports ?? []),
    ...(options.instrumented ? ['@tokentrail/instrumentation/register'] : []),
  ];
  const flags = imports.flatMap((module) => ['--import', module]);
  return spawn(process.execPath, [...flags, program, ...(options.args ?? [])], {
    cwd: dirname(program),
    // Nothing else from our environment: OTEL_* and TOKENTRAIL_* would change the behaviour under test.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TOKENTRAIL_SPOOL_DIR: SPOOL,
      ...compileCache(),
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
