/** An error whose message tells the user what to do; printed as one line, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * What the parts reject with is written for people: a plain `Error` of theirs is shown as its message. A TypeError and its
 * like is a fault of ours and keeps its stack.
 */
export function asUserError(error: unknown): unknown {
  return error instanceof Error && error.constructor === Error ? new UserError(error.message, { cause: error }) : error;
}
