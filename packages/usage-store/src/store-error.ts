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

/** What a store, or a proxy in front of it, responded. */
export interface StoreResponse {
  status: number;
  /** The body as text, also for failures. */
  body: string;
}

export interface StoreErrorOptions extends ErrorOptions {
  /** The response that was no result. Its body may be cut. Undefined if there was none. */
  response?: StoreResponse;
  /** Kind `schema`: the version that the store states; null if it states none. Undefined if it was not read. */
  schemaVersion?: number | null;
}

export class StoreError extends Error {
  readonly kind: StoreErrorKind;
  /** For a diagnosis. A page does not show the body: see `StoreErrorOptions`. */
  readonly response: StoreResponse | undefined;
  readonly schemaVersion: number | null | undefined;

  constructor(kind: StoreErrorKind, message: string, options: StoreErrorOptions = {}) {
    const { response, schemaVersion, ...rest } = options;
    super(message, rest);
    this.name = 'StoreError';
    this.kind = kind;
    this.response = response;
    this.schemaVersion = schemaVersion;
  }
}
