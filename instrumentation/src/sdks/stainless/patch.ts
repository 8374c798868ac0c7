import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded } from '../../util/guarded.ts';
import type { CallTraits } from '../sdk-call.ts';
import { readByClass } from '../sdk-errors.ts';
import { patchAttempt, patchAttemptInsideMiddleware } from './attempts.ts';
import { StainlessCall, type StartCall } from './call.ts';
import type { ClientClass } from './client-class.ts';
import type { StainlessSdk } from './descriptor.ts';
import { pathOf } from './endpoint.ts';
import { observeRawResponses, type RawResponseObserver } from './raw-response.ts';
import { watchRetries } from './retries.ts';
import type { ApiPromise, ClientPrototype, RequestOptions, ResponseProps, StainlessClient } from './sdk.ts';
import { UnreadResponses } from './unread-responses.ts';
import { parserWatcher } from './watched-parser.ts';
import { watchBody } from './written-body.ts';

// Two builds of this package may meet the same class: the first one patches it.
const PATCHED = Symbol.for('tokentrail.instrumentation.patched.stainless');
const shared = globalThis as { [PATCHED]?: WeakSet<object> };

/** The call that the code running inside the SDK works for. */
const calls = new AsyncLocalStorage<StainlessCall | undefined>();
const currentCall = () => calls.getStore();

const unread = new UnreadResponses<StainlessCall>();

/**
 * Patches, in place, the client class of one copy of an SDK, so that each call it makes becomes a record begun by
 * `startCall`. The wrappers appear here in the order in which a call meets them. None of them adds a handler to a promise
 * that the app can see, or calls `then` of the promise that calls return: that would read the body.
 */
export function patchStainless(sdk: StainlessSdk, found: ClientClass, startCall: StartCall): void {
  const { prototype, errors } = found;
  const patched = (shared[PATCHED] ??= new WeakSet());
  if (patched.has(prototype)) {
    return;
  }
  patched.add(prototype);
  const { requestIdHeaders, streamBody, readErrors = readByClass } = sdk;
  patchRequest(prototype, sdk, { requestIdHeaders, streamBody, readError: readErrors(errors) }, startCall);
  watchBody(prototype, currentCall);
  (sdk.hasMiddleware === true ? patchAttemptInsideMiddleware : patchAttempt)(prototype, currentCall);
  patchReading(prototype);
}

/** Whether the app wants the raw response. It can say so before the request is built. */
interface Asked {
  raw: boolean;
}

/** Only of requests whose usage may be asked for on the app's behalf: a raw response would show it. */
const askedOf = new WeakMap<Promise<ResponseProps>, Asked>();

/** A call begins. */
function patchRequest(prototype: ClientPrototype, sdk: StainlessSdk, traits: CallTraits, startCall: StartCall): void {
  const { makeRequest } = prototype;
  const retries = watchRetries(makeRequest, currentCall);
  prototype.makeRequest = function (optionsInput, retriesRemaining, retryOf, ...rest) {
    if (retries.isRetry(optionsInput, retryOf)) {
      return makeRequest.call(this, optionsInput, retriesRemaining, retryOf, ...rest);
    }
    const injection = sdk.usageInjection?.enabled() === true ? sdk.usageInjection : undefined;
    const asked: Asked | undefined = injection && { raw: false };
    const promise = observeRequest(this, optionsInput);
    if (asked !== undefined) askedOf.set(promise, asked);
    return promise;

    async function observeRequest(client: StainlessClient, input: typeof optionsInput): Promise<ResponseProps> {
      const original = await input;
      const options = (asked?.raw === false ? injection?.ask(client, original) : undefined) ?? original;
      const call = guarded('the start of a call', () =>
        begin(sdk, client, options, options !== original, traits, startCall),
      );
      if (call === undefined) {
        const send = () => makeRequest.call(client, original, retriesRemaining, retryOf, ...rest);
        // An unrecorded request made inside a call (by a middleware, by the app's own fetch) is no attempt of that call.
        return currentCall() === undefined ? send() : calls.run(undefined, send);
      }
      try {
        retries.begin(options);
        const props = await calls.run(call, () =>
          makeRequest.call(client, options, retriesRemaining, retryOf, ...rest),
        );
        guarded('a response', () => unread.await(call, props.response));
        return props;
      } catch (error) {
        guarded('a failed call', () => call.failed(error));
        throw error;
      }
    }
  };
}

function begin(
  sdk: StainlessSdk,
  client: StainlessClient,
  options: RequestOptions,
  injected: boolean,
  traits: CallTraits,
  startCall: StartCall,
): StainlessCall | undefined {
  const path = pathOf(options.path);
  const api = sdk.apiOf(options.method, path);
  const call = api && new StainlessCall(sdk, { client, api, path, options, injected }, traits, startCall);
  return call?.ended === false ? call : undefined;
}

/** The body is read: the app awaits the promise, calls `withResponse()`, or takes the raw response and reads it itself. */
function patchReading(prototype: ClientPrototype): void {
  const { request, parseResponseWithTimeout } = prototype;
  if (parseResponseWithTimeout !== undefined) {
    prototype.parseResponseWithTimeout = function (client, props) {
      const read = () => parseResponseWithTimeout.call(this, client, props);
      // Runs outside the request's own context, and requests a body that times out again: that is an attempt of the call.
      return observeReading((call) => (call === undefined ? read() : calls.run(call, read)), props);
    };
  }
  prototype.request = function (...args) {
    const promise = request.apply(this, args);
    guarded('a promise', () => {
      observeRawResponses(promise, RAW_RESPONSES);
      if (parseResponseWithTimeout === undefined) promise.parseResponse = watchedParser(promise.parseResponse);
    });
    return promise;
  };
}

const RAW_RESPONSES: RawResponseObserver<ApiPromise> = {
  // `withResponse()` calls `asResponse()` too, after it began to read the body.
  asked({ responsePromise, parsedPromise }) {
    const asked = askedOf.get(responsePromise);
    if (asked !== undefined && parsedPromise === undefined) asked.raw = true;
  },
  handedOut: (response) => unread.handedOut(response),
};

const watchedParser = parserWatcher(observeReading);

/** Calls `read` with the call whose body it reads; without one if the call is not recorded. */
function observeReading(read: (call?: StainlessCall) => Promise<unknown>, props: ResponseProps): Promise<unknown> {
  const call = unread.callOf(props.response);
  return call?.beginReading() === true ? observed(call) : read();

  async function observed(reading: StainlessCall): Promise<unknown> {
    unread.forget(reading, props.response);
    try {
      const body = await read(reading);
      guarded('a body', () => reading.parsed(body));
      return body;
    } catch (error) {
      guarded('an unread body', () => reading.failed(error));
      throw error;
    }
  }
}
