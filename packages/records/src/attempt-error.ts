import type { AttemptState, ErrorOrigin } from './vocabulary.ts';

/** Our own codes for a failed transport. */
const NETWORK_CODES: ReadonlySet<unknown> = new Set(['connection_error', 'timeout', 'stream_interrupted']);
/** Codes of Node's sockets, of TLS and of undici. */
const SYSTEM_CODE = /^(?:E[A-Z]{3,}(?:_[A-Z]+)*|UND_ERR_\w+|ERR_(?:SSL|TLS)_\w+|CERT_\w+)$/;

/** An attempt, as far as the origin of its error depends on it. */
interface UnsuccessfulAttempt {
  state: AttemptState;
  statusCode?: number | undefined;
  errorCode?: unknown;
  errorType?: unknown;
}

/**
 * Who caused the error of one attempt: `client` if the call was cancelled; `provider` if it responded with an error, or its
 * response could not be used; `network` if request or response was lost or took too long. Undefined if the attempt did not
 * fail, or got no response and reported no reason.
 */
export function attemptErrorOrigin({
  state,
  statusCode,
  errorCode,
  errorType,
}: UnsuccessfulAttempt): Exclude<ErrorOrigin, 'gateway'> | undefined {
  if (state === 'cancelled') return 'client';
  if (state !== 'failed') return undefined;
  if (statusCode !== undefined && statusCode >= 400) return 'provider';
  if (NETWORK_CODES.has(errorCode) || isSystemCode(errorCode) || isSystemCode(errorType)) return 'network';
  return statusCode !== undefined || errorCode !== undefined ? 'provider' : undefined;
}

function isSystemCode(code: unknown): boolean {
  return typeof code === 'string' && SYSTEM_CODE.test(code);
}
