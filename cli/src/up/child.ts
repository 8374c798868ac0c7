import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { UserError } from '../fail.ts';
import { tailOf } from './log-tail.ts';
import type { PartSpec } from './supervisor.ts';

export interface Child {
  readonly pid: number;
  /** Resolves with the signal or exit code when the process ends. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** Name for messages. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** File that its output is appended to. */
  logFile: string;
  /** Time between SIGTERM and SIGKILL, ms. Default: 10,000. */
  graceMs?: number;
  /** Receives the pid as soon as the process exists, before it is known whether it works. */
  spawned: (pid: number) => void;
}

/**
 * A part of the chain that is a process of its own. With `url` it has started when that responds.
 * @throws from its `start`, UserError as `startChild` and `startChildUntilUp` do.
 */
export function childPart(options: Omit<ChildOptions, 'spawned'>, url?: string): PartSpec {
  const { name, logFile } = options;
  const start: PartSpec['start'] = (spawned) =>
    url === undefined ? startChild({ ...options, spawned }) : startChildUntilUp({ ...options, spawned }, url);
  return { name, logFile, start };
}

/**
 * Starts a process in its own process group, so that Ctrl-C reaches only this program, which then stops the parts in order.
 * @throws UserError if the command cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawnChild(options);
  if (child.pid !== undefined) {
    options.spawned(child.pid);
  }
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.on('error', (error) => reject(new UserError(`${options.name} cannot be started: ${error.message}`)));
  });
  return { pid: child.pid ?? 0, ended, stop: () => stopChild(child, ended, options.graceMs ?? 10_000) };
}

function spawnChild({ command, args, env, cwd, logFile }: ChildOptions): ChildProcess {
  // The child writes to the file directly, not through a pipe of this process, so that its output does not depend on us.
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(command, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

/**
 * Starts a process and waits until `url` responds. Stops the process if it does not respond.
 * @throws UserError as `startChild` and `waitUntilUp` do.
 */
export async function startChildUntilUp(options: ChildOptions, url: string): Promise<Child> {
  const child = await startChild(options);
  try {
    await waitUntilUp(url, child, options);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return child;
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
 * Waits until `url` responds with a status below 500.
 * @throws UserError, with the end of the log, after `timeoutMs` or if the child ends first.
 */
async function waitUntilUp(url: string, child: Child, options: ChildOptions, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let endedBy: string | undefined;
  void child.ended.then((by) => (endedBy = by));
  while (Date.now() < deadline) {
    if (endedBy !== undefined) {
      throw new UserError(
        `${options.name} ended (${endedBy}); its log ${options.logFile} ends:\n${await tailOf(options.logFile)}`,
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
    `${options.name} did not respond on ${url}; its log ${options.logFile} ends:\n${await tailOf(options.logFile)}`,
  );
}
