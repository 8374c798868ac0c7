/** Runs at most `maxConcurrent` tasks at once; the others wait in order. */
export class Limiter {
  private readonly maxConcurrent: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(maxConcurrent: number) {
    this.maxConcurrent = maxConcurrent;
  }

  /** Rejects with an `AbortError` if `signal` is aborted while the task waits; the task then does not run. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.acquire();
    if (signal?.aborted) {
      this.release();
      throw new DOMException('The request was cancelled.', 'AbortError');
    }
    try {
      return await task();
    } finally {
      if (signal?.aborted) {
        // The browser closes a cancelled request a little later. Until then it would be open beside the next one.
        setTimeout(() => this.release());
      } else {
        this.release();
      }
    }
  }

  private acquire(): Promise<void> {
    if (this.running < this.maxConcurrent) {
      this.running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Passes the slot to the task that has waited longest, or frees it. */
  private release(): void {
    const next = this.waiting.shift();
    if (next) {
      next();
    } else {
      this.running -= 1;
    }
  }
}
