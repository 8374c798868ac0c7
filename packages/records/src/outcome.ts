/** How a record ended, or that it has not. */
export const OUTCOMES = ['success', 'failed', 'cancelled', 'running', 'lost'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * The one definition of a record's outcome, for rows, filters, figures and alerts. The state decides before the status: a
 * failed record failed also after a 200, a cancelled one was cancelled also with a 499. A record whose state is no failure
 * but whose status is 400 or more failed too. `packages/usage-store/src/clickhouse/outcome.ts` has the same in SQL.
 *
 * @param record State as its reader sees it, and HTTP status.
 */
export function outcomeOf({ state, statusCode }: { state: string; statusCode: number | null }): Outcome {
  switch (state) {
    case 'pending':
    case 'streaming':
      return 'running';
    case 'lost':
    case 'failed':
    case 'cancelled':
      return state;
    default:
      return (statusCode ?? 0) >= 400 ? 'failed' : 'success';
  }
}
