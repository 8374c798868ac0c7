import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../fail.ts';
import { tailOf } from './log-tail.ts';
import { MAX_DEATHS, pauseBeforeRestart } from './restarts.ts';
import type { Watchdog } from './watchdog.ts';

/** A part while it runs. */
export interface RunningPart {
  /** Resolves with how it ended, whenever that is. A part inside this process has none. */
  readonly ended?: Promise<string>;
  stop(): Promise<void>;
}

export interface PartSpec {
  /** What it is, for messages. */
  name: string;
  /** Where its output goes; null if `ended` carries the last of it. */
  logFile: string | null;
  /** It notices the end of its parent by itself. Default: false. */
  endsWithParent?: boolean;
  /**
   * Starts it, on the same ports each time; resolves when it takes requests.
   * @param spawned call it with each pid as soon as there is one.
   */
  start(spawned: (pid: number) => void): Promise<RunningPart>;
}

interface Part {
  spec: PartSpec;
  /** Null while it is being started, and after its end. */
  running: RunningPart | null;
  /** The start, the restart or the wait for it that is under way. */
  pending: Promise<unknown>;
  deaths: number[];
  failedStarts: number;
}

/** A start may take minutes: a page that is built, a queue that is compacted. */
const PENDING_WITHIN_MS = 5_000;

/**
 * Starts the parts of the chain, restarts those that end, and stops them, the last started first. All parts are
 * supervised here and nowhere else.
 */
export class Supervisor {
  /** Resolves with what to say if a part ended so often that it is not restarted any more. */
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

  /** Aborts when everything is being ended. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get isStopping(): boolean {
    return this.stopping.aborted;
  }

  /** Starts a part for the first time. Rejects as its start does; nothing is restarted then. */
  async start(spec: PartSpec): Promise<void> {
    if (this.isStopping) {
      throw new UserError(`${spec.name} is not started: everything is being ended`);
    }
    const part: Part = { spec, running: null, pending: Promise.resolve(), deaths: [], failedStarts: 0 };
    this.#parts.push(part);
    const started = this.#startOnce(part);
    part.pending = started.catch(() => undefined);
    await started;
  }

  /**
   * Ends every part, the last started first; each is ended although another did not end well. Idempotent. A start that
   * does not end within 5 s is left to the watchdog.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const part of this.#parts.splice(0).reverse()) {
      await Promise.race([part.pending, sleep(PENDING_WITHIN_MS, undefined, { ref: false })]);
      await part.running
        ?.stop()
        .catch((error: unknown) => console.error(`tokentrail: ${part.spec.name} did not end well:`, error));
    }
  }

  async #startOnce(part: Part): Promise<void> {
    const { spec } = part;
    const running = await spec.start((pid) =>
      this.#watchdog.watch({ name: spec.name, pid, endsWithParent: spec.endsWithParent ?? false }),
    );
    if (this.isStopping) {
      // The end did not wait for this start.
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

  /** Resolves when the part runs again, is given up, or everything is being stopped; never rejects. */
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
  return new UserError(`${name} ended ${MAX_DEATHS} times in short order, the last time: ${how}${log}`);
}
