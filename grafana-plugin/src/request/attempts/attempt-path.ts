import { haveDifferentKeys, respondingAttempts, type Attempt } from '@tokentrail/records';

/** How an attempt differs from those before it. */
export type AttemptMark = 'continues' | 'retried' | 'other_key' | 'other_provider';

/** Why a call went to this attempt. */
export interface AttemptCause {
  /** Candidates before it that were skipped since the attempt before. */
  skipped: Attempt[];
  /** The attempt before; null for the first one. */
  before: Attempt | null;
  /** Whether that one was still running. */
  beforeRan: boolean;
}

/** Whether a request was sent, as opposed to a candidate that was skipped or never reached. */
export function wasSent({ state }: Attempt): boolean {
  return state !== 'available' && state !== 'skipped';
}

/** Sent attempts in the order of time. */
export function sentInTime(attempts: readonly Attempt[]): Attempt[] {
  return attempts.filter(wasSent).toSorted((a, b) => (a.offsetMs ?? 0) - (b.offsetMs ?? 0));
}

/** The marks of each sent attempt. The definitions are those of `routingOf`, which marks the call. */
export function marksOfAttempts(attempts: readonly Attempt[]): ReadonlyMap<Attempt, AttemptMark[]> {
  const marks = new Map<Attempt, AttemptMark[]>();
  let part: Attempt[] = [];
  for (const attempt of sentInTime(attempts)) {
    if (attempt.continues === true) {
      part = [];
    }
    const last = part.at(-1);
    const sameProvider = part.findLast((earlier) => providerOf(earlier) === providerOf(attempt));
    marks.set(attempt, [
      ...(attempt.continues === true ? (['continues'] as const) : []),
      ...(last !== undefined && providerOf(last) !== providerOf(attempt) ? (['other_provider'] as const) : []),
      ...(sameProvider === undefined
        ? []
        : [haveDifferentKeys(sameProvider, attempt) ? ('other_key' as const) : ('retried' as const)]),
    ]);
    part.push(attempt);
  }
  return marks;
}

function providerOf({ provider, index }: Attempt): string | number {
  return provider ?? index;
}

/** Null for what was not sent, and for a first attempt at the first candidate. */
export function causeOf(attempt: Attempt, attempts: readonly Attempt[]): AttemptCause | null {
  if (!wasSent(attempt)) {
    return null;
  }
  const sent = sentInTime(attempts);
  const before = sent[sent.indexOf(attempt) - 1] ?? null;
  const skipped = attempts.filter(
    ({ state, index }) => state === 'skipped' && index < attempt.index && index > (before?.index ?? -1),
  );
  if (before === null && skipped.length === 0) {
    return null;
  }
  const endOfBefore = (before?.offsetMs ?? 0) + (before?.durationMs ?? Infinity);
  const beforeRan = before !== null && attempt.offsetMs !== undefined && endOfBefore > attempt.offsetMs + TOLERANCE_MS;
  return { skipped, before, beforeRan };
}

/** Times are rounded. */
const TOLERANCE_MS = 1;

/** The attempt that ended the call, after which the other candidates were not reached. Null while it runs. */
export function lastSent(attempts: readonly Attempt[]): Attempt | null {
  return sentInTime(attempts).at(-1) ?? null;
}

/**
 * The attempt that is chosen first: the one that responded, otherwise the one that runs, otherwise the last one that failed or was
 * cancelled, otherwise the first candidate.
 */
export function defaultAttempt(attempts: readonly Attempt[]): Attempt | null {
  const sent = sentInTime(attempts);
  const last = (...states: Attempt['state'][]) => sent.findLast(({ state }) => states.includes(state));
  return (
    respondingAttempts(sent, (attempt) => attempt).at(-1) ??
    last('pending', 'streaming') ??
    last('failed') ??
    last('cancelled') ??
    attempts[0] ??
    null
  );
}
