import { refusal } from './clickhouse-error.ts';

/** Maximum wait for a lane, ms, and maximum waiting requests of one client. */
const MAX_WAIT_MS = 5_000;
const MAX_WAITING = 16;

interface Waiting {
  client: string;
  start: () => void;
}

/**
 * Shares the lanes among clients. A client gets another lane only while more lanes are free than it already holds. So a
 * single client gets half of them, and no client can keep another from its first lane.
 */
export class Shares {
  #free: number;
  readonly #held = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();

  constructor(lanes: number) {
    this.#free = lanes;
  }

  /**
   * Resolves with a function that returns the lane; call it once. Rejects with `ClickHouseError`: code 202 after a
   * wait, or at once for a client with too many waiting requests; code 394 if `signal` aborts.
   */
  async take(client: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) {
      throw refusal(394, 'Query was cancelled');
    }
    if (this.#admits(client)) {
      this.#occupy(client);
    } else {
      await this.#wait(client, signal);
    }
    return () => this.#release(client);
  }

  #admits(client: string): boolean {
    return (this.#held.get(client) ?? 0) < this.#free;
  }

  #occupy(client: string): void {
    this.#free -= 1;
    this.#held.set(client, (this.#held.get(client) ?? 0) + 1);
  }

  #release(client: string): void {
    this.#free += 1;
    const held = (this.#held.get(client) ?? 1) - 1;
    if (held === 0) {
      this.#held.delete(client);
    } else {
      this.#held.set(client, held);
    }
    for (const next of this.#waiting) {
      if (this.#admits(next.client)) {
        this.#occupy(next.client);
        next.start();
      }
    }
  }

  #wait(client: string, signal: AbortSignal): Promise<void> {
    const tooMany = refusal(202, 'Too many simultaneous queries for this client: wait for some of them to end');
    if ([...this.#waiting].filter((other) => other.client === client).length >= MAX_WAITING) {
      return Promise.reject(tooMany);
    }
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#waiting.delete(waiting);
        clearTimeout(late);
        signal.removeEventListener('abort', abort);
        settle();
      };
      const abort = (): void => end(() => reject(refusal(394, 'Query was cancelled')));
      const late = setTimeout(() => end(() => reject(tooMany)), MAX_WAIT_MS);
      const waiting: Waiting = { client, start: () => end(resolve) };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
