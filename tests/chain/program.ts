import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';

export interface ProgramOptions {
  env: Readonly<Record<string, string>>;
  /** Started with `--import @tokentrail/instrumentation/register`. */
  instrumented: boolean;
  args?: readonly string[];
}

/** Runs a program to its end with `input` as JSON on its standard input; resolves with what it printed. */
export async function runProgram(program: string, input: unknown, options: ProgramOptions): Promise<string> {
  const flags = options.instrumented ? ['--import', '@tokentrail/instrumentation/register'] : [];
  const child = spawn(process.execPath, [...flags, program, ...(options.args ?? [])], {
    cwd: dirname(program),
    // Nothing else of our environment: OTEL_* and TOKENTRAIL_* would change what is tested.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(input));
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) {
    throw new Error(`${program} ended with ${String(code)}`);
  }
  return output.trim();
}
