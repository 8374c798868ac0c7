import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded } from '../../util/guarded.ts';
import { observeIterator } from '../observe-stream.ts';
import { GoogleGenAICall, type GoogleGenAIRequest, type StartCall } from './call.ts';
import { APIS, type Api } from './request.ts';
import { apiClientPrototype, baseUrlOf, type Fetch, type Method, type ModelsPrototype } from './sdk.ts';

// Shared between the ESM and CommonJS builds of this package, so that only one of them patches a class.
const PATCHED = Symbol.for('tokentrail.instrumentation.patched.google-genai');
const shared = globalThis as { [PATCHED]?: WeakSet<object> };

/** The call that the SDK is working on. The app's tools run in this context too. */
const currentCall = new AsyncLocalStorage<GoogleGenAICall>();

/** The request that is being sent. No code of the app runs in this context. */
const currentRequest = new AsyncLocalStorage<GoogleGenAIRequest | undefined>();

/**
 * Patches the class `Models` of a copy of `@google/genai` in place, so that `startCall` records each call. The wrappers
 * below are in the order in which a call reaches them. None of them adds a handler to a promise that the app can see.
 */
export function patchGoogleGenAI(prototype: ModelsPrototype, startCall: StartCall): void {
  if (!markPatched(prototype)) {
    return;
  }
  for (const api of APIS) {
    patchMethod(prototype, api, startCall);
    patchRequest(prototype, api);
  }
}

/** Patches the methods that an instance, `models`, received before its class was patched. */
export function patchModels(models: object, startCall: StartCall): void {
  for (const api of APIS) {
    const assigned: unknown = Object.getOwnPropertyDescriptor(models, api.method)?.value;
    if (typeof assigned === 'function' && !isPatched(assigned)) assignObserved(models, api, assigned, startCall);
  }
}

function isPatched(target: object): boolean {
  return shared[PATCHED]?.has(target) === true;
}

/** Marks `target` as patched; false if it was already. */
function markPatched(target: object): boolean {
  if (isPatched(target)) return false;
  (shared[PATCHED] ??= new WeakSet()).add(target);
  return true;
}

/**
 * Observes the method that begins a call. The SDK's constructor assigns it to each instance; a setter on the prototype
 * intercepts the assignment and defines the observed method as a plain property instead.
 */
function patchMethod(prototype: object, api: Api, startCall: StartCall): void {
  Object.defineProperty(prototype, api.method, {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(this: object, assigned: unknown) {
      assignObserved(this, api, assigned, startCall);
    },
  });
}

function assignObserved(models: object, api: Api, assigned: unknown, startCall: StartCall): void {
  const value = typeof assigned === 'function' ? observedMethod(assigned as Method, models, api, startCall) : assigned;
  if (typeof value === 'function') markPatched(value);
  Object.defineProperty(models, api.method, { value, writable: true, configurable: true, enumerable: true });
}

function observedMethod(method: Method, models: object, api: Api, startCall: StartCall): Method {
  return async (params, ...rest) => {
    const call = guarded('the start of a call', () => new GoogleGenAICall(api, params, baseUrlOf(models), startCall));
    if (call === undefined) {
      return method.call(models, params, ...rest);
    }
    try {
      const responseBody = await currentCall.run(call, () => method.call(models, params, ...rest));
      guarded('a response', () => (api.streams ? observeStreamOf(call, responseBody) : call.responded()));
      return responseBody;
    } catch (error) {
      guarded('a failed call', () => call.failed(error));
      throw error;
    }
  };
}

/** Reads run in the call's context, because the SDK sends further requests of the call while the app reads. */
function observeStreamOf(call: GoogleGenAICall, stream: unknown): void {
  const within = <T>(read: () => T) => currentCall.run(call, read);
  observeIterator(stream as AsyncIterator<unknown>, call, { signal: call.signal, within });
}

/** Observes each request of a call and its response. */
function patchRequest(prototype: ModelsPrototype, api: Api): void {
  const original = prototype[api.request];
  if (typeof original !== 'function') {
    return;
  }
  const send = original as Method;
  prototype[api.request] = function (this: unknown, ...args: unknown[]) {
    const call = currentCall.getStore();
    const request = call && guarded('a request', () => beginRequest(call, this));
    return request === undefined ? send.apply(this, args) : observeRequest(this, request);

    async function observeRequest(models: unknown, observing: GoogleGenAIRequest): Promise<unknown> {
      try {
        const responseBody = await currentRequest.run(observing, () => send.apply(models, args));
        guarded('the response to a request', () => readResponse(observing, responseBody, api));
        return responseBody;
      } catch (error) {
        guarded('a failed request', () => observing.failed(error));
        throw error;
      }
    }
  };
}

function beginRequest(call: GoogleGenAICall, models: unknown): GoogleGenAIRequest {
  patchAttempts(models);
  return call.beginRequest();
}

function readResponse(request: GoogleGenAIRequest, responseBody: unknown, api: Api): void {
  if (!request.beginReading()) return;
  if (api.streams) observeIterator(responseBody as AsyncIterator<unknown>, request);
  else request.parsed(responseBody);
}

/**
 * Observes each attempt of a request and its outcome. The patched class is not exported, so it is found through the
 * first client that sends a request.
 */
function patchAttempts(models: unknown): void {
  const prototype = apiClientPrototype(models);
  if (prototype === undefined || !markPatched(prototype)) {
    return;
  }
  const { apiCall } = prototype;
  prototype.apiCall = function (url, init, retryOptions, timeout, abortSignal, fetchFn, ...rest) {
    const request = currentRequest.getStore();
    const fetch =
      request === undefined ? fetchFn : guarded('an attempt', () => observedFetch(fetchFn, request, abortSignal));
    return apiCall.call(this, url, init, retryOptions, timeout, abortSignal, fetch ?? fetchFn, ...rest);
  };
}

/** Wraps `own` or the global `fetch`. Undefined if neither is a function; the SDK then reports its own error. */
function observedFetch(own: Fetch | undefined, request: GoogleGenAIRequest, signal?: AbortSignal): Fetch | undefined {
  const fetch = (own ?? globalThis.fetch) as Fetch;
  if (typeof fetch !== 'function') {
    return undefined;
  }
  return async (url, init = {}) => {
    guarded('a request', () => request.sent(url, init));
    try {
      const response = await currentRequest.run(undefined, () => fetch(url, init));
      guarded('the head of a response', () => request.responded(response));
      return response;
    } catch (error) {
      guarded('a request without response', () => request.noResponse(error, signal?.aborted === true));
      throw error;
    }
  };
}
