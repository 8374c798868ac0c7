import { guarded } from '../../util/guarded.ts';
import type { StainlessCall } from './call.ts';
import type { ClientPrototype, Fetch, RequestInitOfSdk, StainlessClient } from './sdk.ts';

/** Observes `fetchWithTimeout`, which sends one request per attempt. */
export function patchAttempt(prototype: ClientPrototype, currentCall: () => StainlessCall | undefined): void {
  const { fetchWithTimeout } = prototype;
  prototype.fetchWithTimeout = function (url, init, ...rest) {
    const call = currentCall();
    return call === undefined
      ? fetchWithTimeout.call(this, url, init, ...rest)
      : observeAttempt(call, url, init, init?.signal, () => fetchWithTimeout.call(this, url, init, ...rest));
  };
}

/**
 * Observes the client's `fetch`, which runs inside all middleware: once per attempt, unless a middleware responds by
 * itself or sends another request. The SDK reads the field once per attempt, before it yields to other code; only for
 * that read does the field hold our function, so no middleware ever sees it.
 */
export function patchAttemptInsideMiddleware(
  prototype: ClientPrototype,
  currentCall: () => StainlessCall | undefined,
): void {
  const { fetchWithTimeout } = prototype;
  prototype.fetchWithTimeout = function (url, init, ...rest) {
    const call = currentCall();
    if (call === undefined) {
      return fetchWithTimeout.call(this, url, init, ...rest);
    }
    const restore = guarded('an attempt', () => replaceFetchOnce(this, observedFetch(this.fetch, call, init?.signal)));
    try {
      return fetchWithTimeout.call(this, url, init, ...rest);
    } finally {
      restore?.();
    }
  };
}

/** Replaces the client's `fetch` until it is read once or the returned function is called. */
function replaceFetchOnce(client: StainlessClient, fetch: Fetch): () => void {
  const own = Object.getOwnPropertyDescriptor(client, 'fetch');
  if (own?.configurable !== true) {
    return () => undefined;
  }
  const restore = () => void Object.defineProperty(client, 'fetch', own);
  Object.defineProperty(client, 'fetch', {
    configurable: true,
    enumerable: true,
    get: () => {
      restore();
      return fetch;
    },
  });
  return restore;
}

/** `signal` is the caller's; `init.signal` of the function that is returned belongs to the SDK. */
function observedFetch(fetch: Fetch, call: StainlessCall, signal: AbortSignal | null | undefined): Fetch {
  return (url, init = {}) => observeAttempt(call, url, init, signal, () => fetch.call(undefined, url, init));
}

/** Records one request, from sending it to the head of its response. */
async function observeAttempt(
  call: StainlessCall,
  url: unknown,
  init: RequestInitOfSdk,
  signal: AbortSignal | null | undefined,
  send: () => Promise<Response>,
): Promise<Response> {
  guarded('an attempt', () => call.attempts(url, init));
  try {
    const response = await send();
    guarded('the head of a response', () => call.responded(response));
    return response;
  } catch (error) {
    guarded('an attempt without response', () => call.noResponse(error, signal?.aborted === true));
    throw error;
  }
}
