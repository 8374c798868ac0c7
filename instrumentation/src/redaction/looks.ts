/**
 * Enough for some megabytes of prose, code or JSON. A candidate that is skipped costs one look; reading it costs more.
 */
const MOST = 800_000;

/**
 * Budget of closer looks at candidates for a secret. In a hostile text nearly every character is a candidate, and
 * checking all of them would block the event loop. It is a count, not a time, so that a text gives the same record on
 * every machine.
 */
export class Looks {
  left = MOST;

  get areUsedUp(): boolean {
    return this.left <= 0;
  }

  renew(): void {
    this.left = MOST;
  }
}
