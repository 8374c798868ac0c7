import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded } from '../../util/guarded.ts';
import { observeRawResponses, type RawResponseObserver } from '../raw-response.ts';
import type { ErrorClasses } from '../sdk-errors.ts';
import { UnreadResponses } from '../unread-responses.ts';
import { parserWatcher } from '../watched-parser.ts';
import { watchBody } from '../written-body.ts';
import { AnthropicCall, type StartCall } from './call.ts';
import { asksForMessage } from './request.ts';
import type {
  AnthropicClient,
  ApiPromise,
  ClientClass,
  ClientPrototype,
  Fetch,
  RequestOptions,
  ResponseProps,
} from './sdk.ts';

// Two builds of this package may meet the same class: the first one patches it.
const PATCHED = Symbol.for('tokentrail.instrumentation.patched.anthropic');
const shared = globalThis as { [PATCHED]?: WeakSet<object> };

/** The call that code inside the SDK works for. */
const currentCall = new AsyncLocalStorage<AnthropicCall | undefined>();

const unread = new UnreadResponses<AnthropicCall>();

/**
 * Patches, in place, the client class of a copy of `@anthropic-ai/sdk`, so that each message it asks for becomes a record
 * begun by `startCall`. The wrappers stand in the order in which a call meets them, all of them below the SDK's own span.
 * None of them adds a handler to a promise that the app can see, nor calls `then` of the promise it gets: that would read
 * the body.
 */
export function patchAnthropic({ prototype, errors }: ClientClass, startCall: StartCall): void {
  const patched = (shared[PATCHED] ??= new WeakSet());
  if (patched.has(prototype)) {
    return;
  }
  patched.add(prototype);
  patchRequest(prototype, errors, startCall);
  watchBody(prototype, () => currentCall.getStore());
  patchAttempt(prototype);
  patchReading(prototype);
}

/** A call begins. The SDK comes back here for each retry, and then names the try that is repeated. */
function patchRequest(prototype: ClientPrototype, errors: ErrorClasses, startCall: StartCall): void {
  const { makeRequest } = prototype;
  prototype.makeRequest = function (optionsInput, retriesRemaining, retryOf, ...rest) {
    return retryOf === undefined
      ? observeRequest(this, optionsInput)
      : makeRequest.call(this, optionsInput, retriesRemaining, retryOf, ...rest);

    async function observeRequest(client: AnthropicClient, input: typeof optionsInput): Promise<ResponseProps> {
      const options = await input;
      const call = guarded('the start of a call', () => begin(client, options, errors, startCall));
      // What is no call of its own, yet made inside of one (by a middleware), is no try of that one either.
      const made = () => makeRequest.call(client, options, retriesRemaining, retryOf, ...rest);
      if (call === undefined) {
        return currentCall.getStore() === undefined ? made() : currentCall.run(undefined, made);
      }
      try {
        const props = await currentCall.run(call, made);
        guarded('a response', () => unread.await(call, props.response));
        return props;
      } catch (error) {
        guarded('a failed call', () => call.failed(error));
        throw error;
      }
    }
  };
}

function begin(client: AnthropicClient, options: RequestOptions, errors: ErrorClasses, startCall: StartCall) {
  const [path = ''] = String(options.path).split(/[?#]/, 1);
  if (!asksForMessage(options.method, path)) {
    return undefined;
  }
  const call = new AnthropicCall(client, path, options, errors, startCall);
  return call.ended ? undefined : call;
}

/**
 * Requests leave by the client's `fetch`, inside of all middleware: once a try, unless a middleware answers by itself or
 * asks again. The SDK reads that field once a try, before it gives way to anybody; for just that long it holds ours.
 */
function patchAttempt(prototype: ClientPrototype): void {
  const { fetchWithTimeout } = prototype;
  prototype.fetchWithTimeout = function (url, init, ...rest) {
    const call = currentCall.getStore();
    if (call === undefined) {
      return fetchWithTimeout.call(this, url, init, ...rest);
    }
    const restore = guarded('a try', () => lend(this, observedFetch(this.fetch, call, init?.signal ?? undefined)));
    try {
      return fetchWithTimeout.call(this, url, init, ...rest);
    } finally {
      restore?.();
    }
  };
}

/** Puts `fetch` in place of the client's own until it has been read once, or until what is returned is called. */
function lend(client: AnthropicClient, fetch: Fetch): () => void {
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

function observedFetch(fetch: Fetch, call: AnthropicCall, signal: AbortSignal | undefined): Fetch {
  return async (url, init = {}) => {
    guarded('a request', () => call.attempts(url, init));
    try {
      const response = await fetch.call(undefined, url, init);
      guarded('the head of a response', () => call.responded(response));
      return response;
    } catch (error) {
      guarded('an unanswered request', () => call.noResponse(error, signal?.aborted === true));
      throw error;
    }
  };
}

/** The body is read: when the app awaits the promise it was given, or asks for `withResponse()`; or it is the app's. */
function patchReading(prototype: ClientPrototype): void {
  const { request } = prototype;
  prototype.request = function (...args) {
    const promise = request.apply(this, args);
    guarded('a promise', () => {
      observeRawResponses(promise, RAW_RESPONSES);
      promise.parseResponse = watchedParser(promise.parseResponse);
    });
    return promise;
  };
}

const RAW_RESPONSES: RawResponseObserver<ApiPromise> = { handedOut: (response) => unread.handedOut(response) };

const watchedParser = parserWatcher(observeReading);

function observeReading(read: () => Promise<unknown>, props: ResponseProps): Promise<unknown> {
  const call = unread.callOf(props.response);
  return call?.beginReading() === true ? observed(call) : read();

  async function observed(reading: AnthropicCall): Promise<unknown> {
    unread.forget(reading, props.response);
    try {
      const body = await read();
      guarded('a body', () => reading.parsed(body));
      return body;
    } catch (error) {
      guarded('an unread body', () => reading.failed(error));
      throw error;
    }
  }
}
