/** Runs at most so many tasks at once; the others wait in order. */
export class Limiter {
  private readonly atOnce: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.atOnce = atOnce;
  }

  /** A task given up while it waits never runs: it rejects with an `AbortError`. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.slot();
    try {
      if (signal?.aborted) {
        throw new DOMException('The request was given up.', 'AbortError');
      }
      return await task();
    } finally {
      this.leave();
    }
  }

  private slot(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Hands the place to who waits longest, or frees it. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) {
      next();
    } else {
      this.running -= 1;
    }
  }
}
