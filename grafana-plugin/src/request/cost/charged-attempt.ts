import { respondingAttempts, type Attempt } from '@tokentrail/records';

/** The attempts that were sent, in order of time. */
function byStart(attempts: readonly Attempt[]): Attempt[] {
  return attempts
    .filter(({ state }) => state !== 'skipped' && state !== 'available')
    .toSorted((a, b) => (a.offsetMs ?? 0) - (b.offsetMs ?? 0));
}

/** The attempt that a call is charged for: the one that responded, otherwise the last one that was billed. */
export function chargedAttempt(attempts: readonly Attempt[]): Attempt | null {
  const sent = byStart(attempts);
  const last = (billed: Attempt['billed']) => sent.findLast((attempt) => attempt.billed === billed);
  return respondingAttempts(sent, (attempt) => attempt).at(-1) ?? last('yes') ?? last('possibly') ?? null;
}

/** The attempts that a provider bills, or may bill, in order of time. */
export function billedAttempts(attempts: readonly Attempt[]): Attempt[] {
  return byStart(attempts).filter(({ billed }) => billed === 'yes' || billed === 'possibly');
}

/** Input tokens of an attempt, cached ones included: the number that decides its price tier. Null if it was not reported. */
export function contextOf(attempt: Attempt): number | null {
  return attempt.meters?.['input'] ?? attempt.usage?.inputTokens ?? null;
}
