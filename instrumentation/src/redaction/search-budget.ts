/**
 * Enough for some megabytes of prose, code or JSON. Skipping a candidate costs one step; reading it costs more.
 */
const MAX_STEPS = 800_000;

/**
 * Budget of steps of a search for secrets. In a hostile text nearly every character may begin a secret, and
 * checking all of them would block the event loop. It is a count, not a time, so that a text gives the same record on
 * every machine.
 */
export class SearchBudget {
  left = MAX_STEPS;

  get isUsedUp(): boolean {
    return this.left <= 0;
  }

  get spent(): number {
    return MAX_STEPS - this.left;
  }

  renew(): void {
    this.left = MAX_STEPS;
  }
}
