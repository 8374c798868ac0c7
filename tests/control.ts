import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const EVERY_MS = 100;
/** How long a measurement is kept, ms: longer than any time that is compared with it. */
const KEEP_MS = 60_000;

export interface Timed {
  /** By `performance.now()`. */
  startedAt: number;
  endedAt: number;
}

interface Measured extends Timed {
  slowdown: number;
}

/**
 * Measures the slowness of the machine in parallel to a test: a server on its own thread, which is not under test, is
 * sent a request every 100 ms. Only the time beyond that counts, so a busy machine does not make a test fail.
 */
export class Control {
  readonly #url: string;
  readonly #thread: Worker;
  #recent: Measured[] = [];
  #pending: Promise<void> = Promise.resolve();
  #stopped = false;

  private constructor(url: string, thread: Worker) {
    this.#url = url;
    this.#thread = thread;
  }

  static async start(): Promise<Control> {
    const thread = new Worker(new URL('./control-server.ts', import.meta.url));
    const url = await new Promise<string>((resolve, reject) => thread.once('message', resolve).once('error', reject));
    const control = new Control(url, thread);
    void control.#run();
    return control;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#pending;
    await this.#thread.terminate();
  }

  /** The part of the duration that the machine's slowness does not explain, ms. */
  async beyondMs({ startedAt, endedAt }: Timed): Promise<number> {
    await this.#pending;
    const during = this.#recent.filter((one) => one.endedAt >= startedAt - EVERY_MS && one.startedAt <= endedAt);
    const slowest = Math.max(0, ...during.map((one) => one.endedAt - one.startedAt));
    const slowdown = Math.max(1, ...during.map((one) => one.slowdown));
    return Math.max(0, (endedAt - startedAt - slowest) / slowdown);
  }

  /** The duration of `run`, in ms, without the part that the machine's slowness explains. */
  async timeOf(run: () => Promise<unknown>): Promise<number> {
    const startedAt = performance.now();
    await run();
    return this.beyondMs({ startedAt, endedAt: performance.now() });
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#pending = this.#measure();
      await this.#pending;
      await sleep(EVERY_MS);
    }
  }

  async #measure(): Promise<void> {
    const startedAt = performance.now();
    const response = await fetch(this.#url);
    const slowdown = Number(await response.text());
    this.#recent.push({ startedAt, endedAt: performance.now(), slowdown });
    this.#recent = this.#recent.filter(({ endedAt }) => endedAt > startedAt - KEEP_MS);
  }
}
