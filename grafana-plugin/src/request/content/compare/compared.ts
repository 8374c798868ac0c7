/** How a part of what was passed on differs from what was received. */
export type Difference = 'added' | 'removed' | 'changed' | 'same';

/** A named part of two texts. */
export interface ComparedPart {
  /** Name of a header, or path in a body. */
  name: string;
  /** Null: it cannot be said, because both are redacted. */
  difference: Difference | null;
  /** As it was received; null if it was not. */
  before: string | null;
  /** As it was passed on; null if it was not. */
  after: string | null;
  /** Whether a value was replaced by `***` before it was recorded. */
  isRedacted: boolean;
}

export interface Comparison {
  parts: readonly ComparedPart[];
  /** Number of parts by difference. */
  counts: Readonly<Record<Difference, number>>;
}

/** What redaction leaves of a secret. */
const REDACTED = '***';

export function isRedacted(value: string): boolean {
  return value.includes(REDACTED);
}

export function partOf(name: string, before: string | null, after: string | null): ComparedPart {
  const hasRedacted = [before, after].some((value) => value !== null && isRedacted(value));
  const difference = before === null ? 'added' : after === null ? 'removed' : before === after ? 'same' : 'changed';
  return {
    name,
    before,
    after,
    isRedacted: hasRedacted,
    difference: difference === 'same' && hasRedacted ? null : difference,
  };
}

/** `parts` with their counts. */
export function comparisonOf(parts: readonly ComparedPart[]): Comparison {
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  for (const { difference } of parts) {
    if (difference !== null) {
      counts[difference] += 1;
    }
  }
  return { parts, counts };
}
