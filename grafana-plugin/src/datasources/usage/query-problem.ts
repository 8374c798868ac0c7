import { failureOf, failureText } from '../../store/store-failure.ts';

/** A query that cannot run as it is. Its message, in the user's language, says what to change. */
export class QueryProblem extends Error {
  override readonly name = 'QueryProblem';
}

/** What went wrong with a query and what to do, for the user. */
export function errorText(error: unknown): string {
  return error instanceof QueryProblem ? error.message : failureText(failureOf(error));
}
