import type { Secret } from './made-up.ts';

/** This many consecutive characters of a secret count as a leak. A preview shows its last four. */
const WINDOW = 10;

/** Finds secrets, or parts of them, in the output of a process. Ignores case. */
export class LeakFinder {
  readonly #windows = new Map<string, Secret>();

  constructor(secrets: readonly Secret[]) {
    for (const secret of secrets) {
      for (const hidden of secret.hidden) {
        for (const window of windowsOf(hidden.toLowerCase())) this.#windows.set(window, secret);
      }
    }
  }

  /** The secrets of which a part occurs in `bytes`. */
  in(bytes: Buffer): Set<Secret> {
    const found = new Set<Secret>();
    for (const window of windowsOf(bytes.toString('latin1').toLowerCase())) {
      const secret = this.#windows.get(window);
      if (secret !== undefined) found.add(secret);
    }
    return found;
  }
}

function* windowsOf(text: string): Generator<string> {
  for (let start = 0; start + WINDOW <= text.length; start++) yield text.slice(start, start + WINDOW);
}

/** Counts per family, as text. */
export function byFamily(secrets: Iterable<Secret>): string {
  const counts = new Map<string, number>();
  for (const { family } of secrets) counts.set(family, (counts.get(family) ?? 0) + 1);
  return [...counts]
    .map(([family, count]) => `${family}: ${count}`)
    .sort()
    .join(', ');
}
