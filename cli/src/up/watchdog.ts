import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface WatchedProcess {
  name: string;
  pid: number;
  /** True if the process ends by itself when its parent ends. It gets no SIGTERM, only SIGKILL if it does not end. */
  endsWithParent: boolean;
}

/** Pause before a watchdog that ended is replaced, so that one that cannot run does not keep this process busy. */
const REPLACE_AFTER_MS = 500;

/** Ends the registered processes if this process ends without stopping them: see watchdog-process.ts. */
export class Watchdog {
  readonly #watched: WatchedProcess[] = [];
  #child: ChildProcess;
  #closed = false;

  constructor() {
    this.#child = this.#start();
  }

  /** Must be called in the turn of the event loop in which the process was spawned, so that none is missed. */
  watch(watched: WatchedProcess): void {
    this.#watched.push(watched);
    this.#send(watched);
  }

  /** Stops the watchdog. Must be called after all parts have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      await exited;
    }
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./watchdog-process.ts', import.meta.url))], {
      env: { ...process.env, NODE_OPTIONS: '' },
      // In its own process group, because it must outlive this process.
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.once('exit', () => setTimeout(() => this.#replace(), REPLACE_AFTER_MS).unref());
    return child;
  }

  #replace(): void {
    if (!this.#closed) {
      this.#child = this.#start();
      this.#watched.forEach((watched) => this.#send(watched));
    }
  }

  #send(watched: WatchedProcess): void {
    this.#child.stdin?.write(`${JSON.stringify(watched)}\n`);
  }
}
