/**
 * - `forbidden`: the user lacks the right.
 * - `credentials`: the store refused the configured user or password.
 * - `unreachable`: the store did not respond.
 * - `not_configured`: the data source has no address for this route.
 * - `schema`: the store's schema is older or newer than the one that this code reads.
 * - `limit`: the query exceeded a limit of the reader (time, memory, rows).
 * - `cancelled`: the caller cancelled the query.
 * - `failed`: any other failure; the message is the store's.
 */
export type StoreErrorKind =
  'forbidden' | 'credentials' | 'unreachable' | 'not_configured' | 'schema' | 'limit' | 'cancelled' | 'failed';

export class StoreError extends Error {
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.kind = kind;
  }
}
