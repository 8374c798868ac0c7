import { StoreError, type StoreErrorKind, type StoreResponse } from './store-error.ts';

export type { StoreResponse } from './store-error.ts';

/** Characters of a body that an error keeps. */
const MAX_BODY = 2000;

/** What a response can mean. The reader itself rejects a search. */
export type ResponseErrorKind = Exclude<StoreErrorKind, 'search'>;

const ADVICE: Readonly<Record<Exclude<ResponseErrorKind, 'failed'>, string>> = {
  forbidden: 'You have no right to read this. Ask an administrator of this Grafana.',
  credentials: "The store refused the data source's user or password. An administrator can set them in its settings.",
  unreachable:
    "The store does not respond, or the data source has no address for it. Check that it runs, and the data source's settings.",
  not_configured: 'The data source has no address for this store. An administrator can set one in its settings.',
  schema: 'The store lacks a column that is read here.',
  busy: 'The store runs as many queries as it may. The query can be sent again in a moment.',
  limit: "The query went over the reader's limits. Choose a shorter period or a narrower search.",
  cancelled: 'The query was cancelled.',
};

/**
 * The error for a failed response.
 *
 * @param kind what the store's own error says. Default: the kind of the status.
 */
export function errorOfResponse(response: StoreResponse, kind: ResponseErrorKind = kindOfStatus(response)): StoreError {
  const { status, body } = response;
  if (kind === 'failed') {
    return new StoreError('failed', failureText(status, body), { response: shortened(response) });
  }
  return new StoreError(kind, ADVICE[kind], {
    response: shortened(response),
    ...(kind === 'schema' && { cause: failureText(status, body) }),
  });
}

/** The error for a response with status 200 that is no result. */
export function errorOfUnreadable(message: string, response: StoreResponse, cause?: unknown): StoreError {
  return new StoreError('failed', message, { response: shortened(response), ...(cause !== undefined && { cause }) });
}

function shortened({ status, body }: StoreResponse): StoreResponse {
  return { status, body: body.slice(0, MAX_BODY) };
}

/** The error for a query that got no response. */
export function errorOfRejection(cause: unknown, signal: AbortSignal | undefined): StoreError {
  if (cause instanceof StoreError) {
    return cause;
  }
  const kind = signal?.aborted === true || isAbort(cause) ? 'cancelled' : 'unreachable';
  return new StoreError(kind, ADVICE[kind], { cause });
}

/**
 * The kind of error by status alone: of Grafana's data source proxy whose route is closed or that cannot reach the store, or
 * of a store whose body names no error.
 */
function kindOfStatus({ status, body }: StoreResponse): ResponseErrorKind {
  if (status === 403) {
    return 'forbidden';
  }
  // Grafana's proxy turns a store's 401 into 400 with the message below; a 401 with `Unauthorized` is Grafana's own.
  if (status === 401) {
    return body.includes('Unauthorized') ? 'forbidden' : 'credentials';
  }
  if (status === 400 && body.includes('Authentication to data source failed')) {
    return 'credentials';
  }
  // A missing address and an unreachable store look the same: 502 without a body.
  return status === 502 || status === 503 || status === 504 ? 'unreachable' : 'failed';
}

function failureText(status: number, body: string): string {
  const text = body.trim().slice(0, 500);
  return text === ''
    ? `The store responded with status ${status}.`
    : `The store responded with status ${status}: ${text}`;
}

/** True for the `AbortError` of browsers and Node, and for Grafana's rejection of a superseded request. */
function isAbort(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) {
    return false;
  }
  const { name, cancelled } = cause as { name?: unknown; cancelled?: unknown };
  return name === 'AbortError' || cancelled === true;
}
