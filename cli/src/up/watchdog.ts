import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface WatchedProcess {
  name: string;
  pid: number;
  /** It notices the end of its parent and needs no signal, only to be killed if it does not manage to end. */
  endsWithParent: boolean;
}

/** A watchdog that was killed is replaced; one that cannot run must not keep this process busy. */
const REPLACED_AFTER_MS = 500;

/** Ends what is registered when this process ends in whatever way: see watchdog-process.ts. */
export class Watchdog {
  readonly #watched: WatchedProcess[] = [];
  #child: ChildProcess;
  #closed = false;

  constructor() {
    this.#child = this.#start();
  }

  /** Call it in the turn in which the process was spawned, so that nothing can come between. */
  watch(watched: WatchedProcess): void {
    this.#watched.push(watched);
    this.#send(watched);
  }

  /** Call it when everything has ended. */
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
      // Out of the terminal's group: it must outlive this process.
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.once('exit', () => setTimeout(() => this.#replace(), REPLACED_AFTER_MS).unref());
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
