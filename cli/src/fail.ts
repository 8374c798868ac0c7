/** An error whose message tells the user what to do; printed as one line, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
