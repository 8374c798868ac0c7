/**
 * - `forbidden`: the user lacks the right.
 * - `credentials`: the store refused the configured user or password.
 * - `unreachable`: the store did not respond.
 * - `not_configured`: the data source has no address for this route.
 * - `schema`: the store's schema is older or newer than the one that this code reads.
 * - `limit`: the query exceeded a limit of the reader (time, memory, rows).
 * - `busy`: the store runs as many queries as it may; the same query can succeed later.
 * - `search`: the search text cannot be read; the message names the part and says what to write.
 * - `cancelled`: the caller cancelled the query.
 * - `failed`: any other failure; the message is the store's.
 */
export type StoreErrorKind =
  | 'forbidden'
  | 'credentials'
  | 'unreachable'
  | 'not_configured'
  | 'schema'
  | 'limit'
  | 'busy'
  | 'search'
  | 'cancelled'
  | 'failed';

export class StoreError extends Error {
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.kind = kind;
  }
}
