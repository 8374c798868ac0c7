import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { UserError } from '../fail.ts';

export interface Child {
  readonly pid: number;
  /** Resolves with what it ended by, whenever that is. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** What it is, for messages. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Its output goes here. */
  logFile: string;
  /** Milliseconds it has to end before it is killed; 10,000 by default. */
  graceMs?: number;
}

/**
 * Starts a process in a group of its own: Ctrl-C reaches this program alone, which then ends what it started in order.
 * @throws UserError where the command cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
  const child = spawn(options.command, options.args, {
    env: options.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new UserError(`${options.name} cannot be started: ${error.message}`)));
  });
  return { pid: child.pid ?? 0, ended, stop: () => stopChild(child, ended, options.graceMs ?? 10_000) };
}

async function stopChild(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
}

/**
 * Waits until `url` answers with a status below 500.
 * @throws UserError after `timeoutMs`, or when the child ends first; with the end of its log.
 */
export async function waitUntilUp(url: string, child: Child, options: ChildOptions, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let endedBy: string | undefined;
  void child.ended.then((by) => (endedBy = by));
  while (Date.now() < deadline) {
    if (endedBy !== undefined) {
      throw new UserError(
        `${options.name} ended (${endedBy}); its log ${options.logFile} ends:\n${await tail(options)}`,
      );
    }
    const status = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.status,
      () => 0,
    );
    if (status > 0 && status < 500) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new UserError(
    `${options.name} did not answer on ${url}; its log ${options.logFile} ends:\n${await tail(options)}`,
  );
}

async function tail({ logFile }: ChildOptions): Promise<string> {
  const bytes = 2000;
  const file = await open(logFile, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, Math.max(0, size - bytes));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
