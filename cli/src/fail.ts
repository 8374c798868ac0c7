/** An error whose message says what the user should do. It is printed as one line, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * Turns a plain `Error` of a part into a `UserError`, because the parts write those messages for people. A subclass, such
 * as TypeError, is a bug of ours and is returned unchanged, so that its stack is printed.
 */
export function asUserError(error: unknown): unknown {
  return error instanceof Error && error.constructor === Error ? new UserError(error.message, { cause: error }) : error;
}
