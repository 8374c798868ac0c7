import { attemptErrorOrigin, type AttemptState, type ErrorOrigin } from '@tokentrail/records';

/** A call that did not succeed, as far as the origin of its error depends on it. */
export interface UnsuccessfulCall {
  state: 'failed' | 'cancelled';
  /** True for a call of a plain app, false for a request of a gateway. */
  callerSeesProvider: boolean;
  /** The attempt whose outcome the call has: the last successful one, else the last one. Absent if none was sent. */
  attempt?: { state: AttemptState; statusCode?: number | undefined; code?: unknown; type?: unknown } | undefined;
}

/**
 * Who caused the error of a call:
 *
 * - `client`: the caller ended the call, or no request could be sent because of it.
 * - `provider`: the provider responded with an error, or its response could not be used.
 * - `network`: the request or the response was lost, or took too long.
 * - `gateway`: the gateway refused the request itself, or failed after a provider's success.
 *
 * Undefined if the attempt got no response and reported no reason.
 */
export function errorOrigin({ state, callerSeesProvider, attempt }: UnsuccessfulCall): ErrorOrigin | undefined {
  const own = callerSeesProvider ? 'client' : 'gateway';
  if (state === 'cancelled') return 'client';
  if (attempt?.state !== 'failed') return own;
  const { state: ended, statusCode, code, type } = attempt;
  return attemptErrorOrigin({ state: ended, statusCode, errorCode: code, errorType: type });
}
