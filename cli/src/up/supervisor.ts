import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../fail.ts';
import { tailOf } from './log-tail.ts';
import { MAX_DEATHS, pauseBeforeRestart } from './restarts.ts';
import type { Watchdog } from './watchdog.ts';

/** A part while it runs. */
export interface RunningPart {
  /** Resolves with the reason when the part ends. Absent for a part that runs inside this process. */
  readonly ended?: Promise<string>;
  stop(): Promise<void>;
}

export interface PartSpec {
  /** Name for messages. */
  name: string;
  /** Log file with its output; null if there is none. */
  logFile: string | null;
  /** True if the part ends by itself when its parent ends. Default: false. */
  endsWithParent?: boolean;
  /**
   * Starts the part, on the same ports each time. Resolves when it accepts requests.
   * @param spawned must be called with the pid of each process as soon as it exists.
   */
  start(spawned: (pid: number) => void): Promise<RunningPart>;
}

interface Part {
  spec: PartSpec;
  /** Null while the part is being started, and after it ended. */
  running: RunningPart | null;
  /** The start or restart in progress, with the pause before it. */
  pending: Promise<unknown>;
  deaths: number[];
  failedStarts: number;
}

/** How long `stop` waits for a start in progress. A start may take minutes: to build a page, to compact a queue. */
const PENDING_START_TIMEOUT_MS = 5_000;

/**
 * Starts the parts of the chain, restarts those that end, and stops all of them, the last started first. No other code starts
 * or restarts parts.
 */
export class Supervisor {
  /** Resolves with the error to show when a part has ended so often that it is not restarted. */
  readonly gaveUp: Promise<UserError>;
  readonly #watchdog: Watchdog;
  readonly #say: (line: string) => void;
  readonly #parts: Part[] = [];
  readonly #stopping = new AbortController();
  #giveUp: (error: UserError) => void = () => undefined;

  constructor(watchdog: Watchdog, say: (line: string) => void) {
    this.#watchdog = watchdog;
    this.#say = say;
    this.gaveUp = new Promise((resolve) => (this.#giveUp = resolve));
  }

  /** Aborts when the parts are being stopped. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get isStopping(): boolean {
    return this.stopping.aborted;
  }

  /** Starts a part for the first time. Rejects if the start fails; the part is not restarted in that case. */
  async start(spec: PartSpec): Promise<void> {
    if (this.isStopping) {
      throw new UserError(`${spec.name} is not started: everything is being stopped`);
    }
    const part: Part = { spec, running: null, pending: Promise.resolve(), deaths: [], failedStarts: 0 };
    this.#parts.push(part);
    const started = this.#startOnce(part);
    part.pending = started.catch(() => undefined);
    await started;
  }

  /**
   * Stops every part, the last started first, even if stopping another one failed. Idempotent. A start that is still in
   * progress after 5 s is left to the watchdog.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const part of this.#parts.splice(0).reverse()) {
      await Promise.race([part.pending, sleep(PENDING_START_TIMEOUT_MS, undefined, { ref: false })]);
      await part.running
        ?.stop()
        .catch((error: unknown) => console.error(`tokentrail: ${part.spec.name} could not be stopped:`, error));
    }
  }

  async #startOnce(part: Part): Promise<void> {
    const { spec } = part;
    const running = await spec.start((pid) =>
      this.#watchdog.watch({ name: spec.name, pid, endsWithParent: spec.endsWithParent ?? false }),
    );
    if (this.isStopping) {
      // `stop` was called during the start and did not wait for it.
      await running.stop();
      return;
    }
    part.running = running;
    part.failedStarts = 0;
    void running.ended?.then((how) => {
      if (!this.isStopping) {
        part.running = null;
        part.pending = this.#restart(part, how);
      }
    });
  }

  /** Resolves when the part runs again, is given up, or everything is being stopped. Never rejects. */
  async #restart(part: Part, how: string): Promise<void> {
    const { spec } = part;
    let reason = how;
    for (;;) {
      part.deaths.push(Date.now());
      const pauseMs = pauseBeforeRestart({ times: part.deaths, failedStarts: part.failedStarts }, Date.now());
      if (pauseMs === null) {
        this.#giveUp(await whyGivenUp(spec, reason));
        return;
      }
      const log = spec.logFile === null ? '' : `; log: ${spec.logFile}`;
      this.#say(`${spec.name} ended (${reason}); it is restarted in ${pauseMs / 1000} s${log}`);
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.isStopping) {
        return;
      }
      try {
        await this.#startOnce(part);
        this.#say(`${spec.name} runs again`);
        return;
      } catch (error) {
        part.failedStarts += 1;
        reason = error instanceof Error ? error.message : String(error);
      }
    }
  }
}

async function whyGivenUp({ name, logFile }: PartSpec, how: string): Promise<UserError> {
  const log = logFile === null ? '' : `; its log ${logFile} ends:\n${await tailOf(logFile)}`;
  return new UserError(`${name} ended ${MAX_DEATHS} times in a short time, the last time: ${how}${log}`);
}
