import { Writable } from 'node:stream';
import type { Io } from '../io.ts';
import { runProgram } from '../program.ts';

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs the CLI in this process, which saves the start of a program. */
export async function runCli(
  args: readonly string[],
  env: Io['env'],
  { cwd = '/', now = Date.now }: Partial<Pick<Io, 'cwd' | 'now'>> = {},
): Promise<CliResult> {
  const [stdout, stderr] = [new TextStream(), new TextStream()];
  const io: Io = { stdout, stderr, env, now, cwd, exitCode: 0 };
  await runProgram(args, io);
  return { code: io.exitCode, out: stdout.text, err: stderr.text };
}

/** Keeps what is written. */
class TextStream extends Writable {
  text = '';

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
