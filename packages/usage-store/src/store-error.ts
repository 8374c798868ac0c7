/**
 * - `forbidden`: the asker lacks the right.
 * - `credentials`: the store refused the configured user or password.
 * - `unreachable`: the store did not answer.
 * - `not_configured`: the data source has no address for this route.
 * - `limit`: a reader's limit (time, memory, rows) was hit.
 * - `cancelled`: the asker gave up.
 * - `failed`: anything else; the message is the store's.
 */
export type StoreErrorKind =
  'forbidden' | 'credentials' | 'unreachable' | 'not_configured' | 'limit' | 'cancelled' | 'failed';

export class StoreError extends Error {
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.kind = kind;
  }
}
