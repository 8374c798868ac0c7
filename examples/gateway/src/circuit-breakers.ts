import type { Upstream } from './config.ts';

const FAILURES_TO_OPEN = 3;
const OPEN_MS = 15_000;

/** Opens the circuit of an endpoint for fifteen seconds after three failures in a row. */
export class CircuitBreakers {
  readonly #failures = new Map<string, { inARow: number; openUntil: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  isOpen(upstream: Upstream): boolean {
    return (this.#failures.get(upstream.endpoint)?.openUntil ?? 0) > this.#now();
  }

  succeeded(upstream: Upstream): void {
    this.#failures.delete(upstream.endpoint);
  }

  failed(upstream: Upstream): void {
    const inARow = (this.#failures.get(upstream.endpoint)?.inARow ?? 0) + 1;
    const openUntil = inARow >= FAILURES_TO_OPEN ? this.#now() + OPEN_MS : 0;
    this.#failures.set(upstream.endpoint, { inARow, openUntil });
  }
}
