import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface CommandResult {
  code: number;
  out: string;
  /** The standard output, then the errors. */
  text: string;
}

/** Runs a command line in a shell, in which `tokentrail` is the CLI of this repository. */
export function runShell(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<CommandResult> {
  const main = join(__dirname, '../../cli/src/main.ts');
  const script = `tokentrail() { "$NODE" "$MAIN" "$@"; }\n${command}`;
  return new Promise((resolve) => {
    const options = { cwd, env: { NODE: process.execPath, MAIN: main, ...env } };
    const child = execFile('sh', ['-c', script], options, (_, out, problems) =>
      resolve({ code: child.exitCode ?? -1, out, text: out + problems }),
    );
  });
}
