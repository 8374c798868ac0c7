import type { Attempt } from '@tokentrail/records';
import { attemptId } from './attempt-id.ts';
import { wasSent } from './attempt-path.ts';

/** Attempts in a row that are shown as one until the user unfolds them. */
export interface Fold {
  kind: 'fold';
  id: string;
  attempts: Attempt[];
}

export type TimelineItem = { kind: 'attempt'; attempt: Attempt } | Fold;

export interface AttemptGroup {
  /** Null if no provider was reported. */
  provider: string | null;
  /** Number of attempts and candidates, with those in folds. */
  count: number;
  /** Of these, those that were sent. */
  sent: number;
  items: TimelineItem[];
}

/** A call with more attempts has folds. */
const MANY_ATTEMPTS = 20;
/** Attempts in a row with the same outcome that become a fold. */
const MIN_RUN = 5;
/** A fold has no more, so that unfolding it stays fast. */
const MAX_FOLDED = 100;
/** A group with more items shows the first and the last ones, and folds those between. */
const MAX_ITEMS = 40;
const SHOWN_AT_ENDS = 10;

/** Groups attempts by provider, in order of first use. In a call with many attempts, similar ones in a row are folded. */
export function groupAttempts(attempts: readonly Attempt[]): AttemptGroup[] {
  const byProvider = new Map<string | null, Attempt[]>();
  for (const attempt of attempts) {
    const provider = attempt.provider ?? null;
    const known = byProvider.get(provider);
    if (known === undefined) {
      byProvider.set(provider, [attempt]);
    } else {
      known.push(attempt);
    }
  }
  return [...byProvider].map(([provider, ofProvider]) => ({
    provider,
    count: ofProvider.length,
    sent: ofProvider.filter(wasSent).length,
    items: attempts.length > MANY_ATTEMPTS ? withoutMiddle(withFolds(ofProvider)) : ofProvider.map(itemOf),
  }));
}

function itemOf(attempt: Attempt): TimelineItem {
  return { kind: 'attempt', attempt };
}

function withFolds(attempts: readonly Attempt[]): TimelineItem[] {
  const items: TimelineItem[] = [];
  for (let from = 0; from < attempts.length;) {
    let to = from + 1;
    while (to < attempts.length && outcomeKey(attempts[to]!) === outcomeKey(attempts[from]!)) {
      to += 1;
    }
    const run = attempts.slice(from, to);
    items.push(...(run.length < MIN_RUN ? run.map(itemOf) : foldsOf(run)));
    from = to;
  }
  return items;
}

function outcomeKey({ state, statusCode, errorCode, skipReason, endpoint, keyName, keyPreview }: Attempt): string {
  return JSON.stringify([state, statusCode, errorCode, skipReason, endpoint, keyName, keyPreview]);
}

function foldsOf(attempts: readonly Attempt[]): Fold[] {
  return Array.from({ length: Math.ceil(attempts.length / MAX_FOLDED) }, (_, index) => {
    const folded = attempts.slice(index * MAX_FOLDED, (index + 1) * MAX_FOLDED);
    return { kind: 'fold', id: `fold ${attemptId(folded[0]!)}`, attempts: folded };
  });
}

function withoutMiddle(items: readonly TimelineItem[]): TimelineItem[] {
  if (items.length <= MAX_ITEMS) {
    return [...items];
  }
  const middle = items.slice(SHOWN_AT_ENDS, -SHOWN_AT_ENDS);
  return [
    ...items.slice(0, SHOWN_AT_ENDS),
    ...foldsOf(middle.flatMap((item) => (item.kind === 'fold' ? item.attempts : [item.attempt]))),
    ...items.slice(-SHOWN_AT_ENDS),
  ];
}
