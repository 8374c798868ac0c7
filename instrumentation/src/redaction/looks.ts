/** Enough for some megabytes of prose, code or JSON. A place that is passed over costs one, what is read there more. */
const MOST = 800_000;

/**
 * How often one may still look closer whether a secret begins. Nearly every place of a hostile text asks for it, and looking
 * at all would hold up the app. A count, not a time: the same text gives the same record on every machine.
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
