import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded } from '../../util/guarded.ts';
import { observeIterator } from '../observe-stream.ts';
import { GoogleGenAICall, type GoogleGenAIRequest, type StartCall } from './call.ts';
import { APIS, type Api } from './request.ts';
import { apiClientPrototype, baseUrlOf, type Fetch, type Method, type ModelsPrototype } from './sdk.ts';

// Two builds of this package may meet the same class: the first one patches it.
const PATCHED = Symbol.for('tokentrail.instrumentation.patched.google-genai');
const shared = globalThis as { [PATCHED]?: WeakSet<object> };

/** The call that code inside the SDK works for; tools of the app run in here, too. */
const currentCall = new AsyncLocalStorage<GoogleGenAICall>();

/** The request that is sent; no code of the app runs in here. */
const currentRequest = new AsyncLocalStorage<GoogleGenAIRequest | undefined>();

/**
 * Patches, in place, the class `Models` of a copy of `@google/genai`, so that each call becomes a record begun by `startCall`.
 * The wrappers stand in the order in which a call meets them. None of them adds a handler to a promise that the app can see.
 */
export function patchGoogleGenAI(prototype: ModelsPrototype, startCall: StartCall): void {
  if (!isFirst(prototype)) {
    return;
  }
  for (const api of APIS) {
    patchMethod(prototype, api, startCall);
    patchRequest(prototype, api);
  }
}

/** And methods of `models` that were made before their class was patched. */
export function patchModels(models: object, startCall: StartCall): void {
  for (const api of APIS) {
    const assigned: unknown = Object.getOwnPropertyDescriptor(models, api.method)?.value;
    if (typeof assigned === 'function' && !isPatched(assigned)) assign(models, api, assigned, startCall);
  }
}

function isPatched(patched: object): boolean {
  return shared[PATCHED]?.has(patched) === true;
}

function isFirst(patched: object): boolean {
  if (isPatched(patched)) return false;
  (shared[PATCHED] ??= new WeakSet()).add(patched);
  return true;
}

/**
 * A call begins. The SDK's constructor assigns the method to each instance; a setter on the way puts the observed one
 * there, as the plain property that it would have been.
 */
function patchMethod(prototype: object, api: Api, startCall: StartCall): void {
  Object.defineProperty(prototype, api.method, {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(this: object, assigned: unknown) {
      assign(this, api, assigned, startCall);
    },
  });
}

function assign(models: object, api: Api, assigned: unknown, startCall: StartCall): void {
  const value = typeof assigned === 'function' ? observed(assigned as Method, models, api, startCall) : assigned;
  if (typeof value === 'function') isFirst(value);
  Object.defineProperty(models, api.method, { value, writable: true, configurable: true, enumerable: true });
}

function observed(method: Method, models: object, api: Api, startCall: StartCall): Method {
  return async (params, ...rest) => {
    const call = guarded('the start of a call', () => new GoogleGenAICall(api, params, baseUrlOf(models), startCall));
    if (call === undefined) {
      return method.call(models, params, ...rest);
    }
    try {
      const responseBody = await currentCall.run(call, () => method.call(models, params, ...rest));
      guarded('an answer', () => (api.streams ? observeStreamOf(call, responseBody) : call.responded()));
      return responseBody;
    } catch (error) {
      guarded('a failed call', () => call.failed(error));
      throw error;
    }
  };
}

/** Requests after the first one are made while the app reads. */
function observeStreamOf(call: GoogleGenAICall, stream: unknown): void {
  const within = <T>(read: () => T) => currentCall.run(call, read);
  observeIterator(stream as AsyncIterator<unknown>, call, { signal: call.signal, within });
}

/** A request of a call begins, and is answered. */
function patchRequest(prototype: ModelsPrototype, api: Api): void {
  const original = prototype[api.request];
  if (typeof original !== 'function') {
    return;
  }
  const send = original as Method;
  prototype[api.request] = function (this: unknown, ...args: unknown[]) {
    const call = currentCall.getStore();
    const request = call && guarded('a request', () => begin(call, this));
    return request === undefined ? send.apply(this, args) : observeRequest(this, request);

    async function observeRequest(models: unknown, observing: GoogleGenAIRequest): Promise<unknown> {
      try {
        const responseBody = await currentRequest.run(observing, () => send.apply(models, args));
        guarded('the answer to a request', () => readResponse(observing, responseBody, api));
        return responseBody;
      } catch (error) {
        guarded('a failed request', () => observing.failed(error));
        throw error;
      }
    }
  };
}

function begin(call: GoogleGenAICall, models: unknown): GoogleGenAIRequest {
  patchAttempts(models);
  return call.request();
}

function readResponse(request: GoogleGenAIRequest, responseBody: unknown, api: Api): void {
  if (!request.beginReading()) return;
  if (api.streams) observeIterator(responseBody as AsyncIterator<unknown>, request);
  else request.parsed(responseBody);
}

/** A try leaves and is answered or not. The class is not exported: the first client that sends something shows it. */
function patchAttempts(models: unknown): void {
  const prototype = apiClientPrototype(models);
  if (prototype === undefined || !isFirst(prototype)) {
    return;
  }
  const { apiCall } = prototype;
  prototype.apiCall = function (url, init, retryOptions, timeout, abortSignal, fetchFn, ...rest) {
    const request = currentRequest.getStore();
    const fetch =
      request === undefined ? fetchFn : guarded('a try', () => observedFetch(fetchFn, request, abortSignal));
    return apiCall.call(this, url, init, retryOptions, timeout, abortSignal, fetch ?? fetchFn, ...rest);
  };
}

/** Undefined where there is nothing that could be called: the SDK says so in its own words. */
function observedFetch(own: Fetch | undefined, request: GoogleGenAIRequest, signal?: AbortSignal): Fetch | undefined {
  const fetch = (own ?? globalThis.fetch) as Fetch;
  if (typeof fetch !== 'function') {
    return undefined;
  }
  return async (url, init = {}) => {
    guarded('a request', () => request.attempts(url, init));
    try {
      const response = await currentRequest.run(undefined, () => fetch(url, init));
      guarded('the head of a response', () => request.responded(response));
      return response;
    } catch (error) {
      guarded('an unanswered request', () => request.noResponse(error, signal?.aborted === true));
      throw error;
    }
  };
}
