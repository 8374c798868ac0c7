import { AsyncLocalStorage } from 'node:async_hooks';
import { guarded } from '../../util/guarded.ts';
import { observeRawResponses, type RawResponseObserver } from '../raw-response.ts';
import { UnreadResponses } from '../unread-responses.ts';
import { parserWatcher } from '../watched-parser.ts';
import { watchBody } from '../written-body.ts';
import { OpenAICall, type StartCall } from './call.ts';
import { askingForUsage } from './inject-usage.ts';
import { apiOf, pathOf } from './request.ts';
import type { ApiPromise, ClientClass, OpenAIClient, ParseResponse, RequestOptions, ResponseProps } from './sdk.ts';

// Two builds of this package may meet the same class: the first one patches it.
const PATCHED = Symbol.for('tokentrail.instrumentation.patched.openai');
const shared = globalThis as { [PATCHED]?: WeakSet<object> };

/** The call that code inside the SDK works for. */
const currentCall = new AsyncLocalStorage<OpenAICall>();

const unread = new UnreadResponses<OpenAICall>();

/** What patched clients do with a call. */
export interface Recording {
  startCall: StartCall;
  /** Whether streams are asked for their usage where the app did not say. */
  injectsStreamUsage(): boolean;
}

/**
 * Patches, in place, the client class of a copy of the `openai` package, so that each call it makes becomes a record. The
 * wrappers stand in the order in which a call meets them. None of them adds a handler to a promise that the app can see,
 * nor calls `then` of the promise it gets: that would read the body.
 */
export function patchOpenAI(sdk: ClientClass, recording: Recording): void {
  const patched = (shared[PATCHED] ??= new WeakSet());
  if (patched.has(sdk.prototype)) {
    return;
  }
  patched.add(sdk.prototype);
  patchRequest(sdk, recording);
  watchBody(sdk.prototype, () => currentCall.getStore());
  patchAttempt(sdk);
  patchReading(sdk);
}

/** Whether the app wants the raw answer of a request that may be asked for its usage. It can say so before it is built. */
interface Asked {
  raw: boolean;
}

const askedOf = new WeakMap<Promise<ResponseProps>, Asked>();

/** A call begins. The SDK comes back here for each retry, and then names the try that is repeated. */
function patchRequest(sdk: ClientClass, recording: Recording): void {
  const { makeRequest } = sdk.prototype;
  sdk.prototype.makeRequest = function (optionsInput, retriesRemaining, retryOf) {
    if (retryOf !== undefined) return makeRequest.call(this, optionsInput, retriesRemaining, retryOf);
    const asked: Asked | undefined = recording.injectsStreamUsage() ? { raw: false } : undefined;
    const promise = observeRequest(this, optionsInput);
    if (asked !== undefined) askedOf.set(promise, asked);
    return promise;

    async function observeRequest(client: OpenAIClient, input: typeof optionsInput): Promise<ResponseProps> {
      const given = await input;
      const options = (asked?.raw === false ? askingForUsage(client, given) : undefined) ?? given;
      const call = guarded('the start of a call', () => begin(client, options, options !== given, sdk, recording));
      if (call === undefined) {
        return makeRequest.call(client, given, retriesRemaining, retryOf);
      }
      try {
        const props = await currentCall.run(call, () => makeRequest.call(client, options, retriesRemaining, retryOf));
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
  client: OpenAIClient,
  options: RequestOptions,
  injected: boolean,
  { errors }: ClientClass,
  { startCall }: Recording,
): OpenAICall | undefined {
  const path = pathOf(options.path);
  const api = apiOf(options.method, path);
  const call = api && new OpenAICall({ client, api, path, options, injected, errors }, startCall);
  return call?.ended === false ? call : undefined;
}

/** A try leaves and is answered or not: once for the call, and once more for each retry. */
function patchAttempt(sdk: ClientClass): void {
  const { fetchWithTimeout } = sdk.prototype;
  sdk.prototype.fetchWithTimeout = function (url, init, ...rest) {
    const call = currentCall.getStore();
    return call === undefined ? fetchWithTimeout.call(this, url, init, ...rest) : observeAttempt(this, call);

    async function observeAttempt(client: OpenAIClient, observed: OpenAICall): Promise<Response> {
      guarded('a try', () => observed.attempts(url, init));
      try {
        const response = await fetchWithTimeout.call(client, url, init, ...rest);
        guarded('the head of a response', () => observed.responded(response));
        return response;
      } catch (error) {
        guarded('an unanswered try', () => observed.noResponse(error, init.signal?.aborted === true));
        throw error;
      }
    }
  };
}

/** The body is read: when the app awaits the promise it was given, or asks for `withResponse()`; or it is the app's. */
function patchReading(sdk: ClientClass): void {
  const { request, parseResponseWithTimeout } = sdk.prototype;
  if (parseResponseWithTimeout !== undefined) {
    sdk.prototype.parseResponseWithTimeout = function (client, props) {
      const read: ParseResponse = (...args) => parseResponseWithTimeout.apply(this, args);
      // Outside of the request's own context; a body that times out is asked for again in here.
      return observeReading(
        (call) => (call === undefined ? read(client, props) : currentCall.run(call, read, client, props)),
        props,
      );
    };
  }
  sdk.prototype.request = function (...args) {
    const promise = request.apply(this, args);
    guarded('a promise', () => {
      observeRawResponses(promise, RAW_RESPONSES);
      if (parseResponseWithTimeout !== undefined) return;
      promise.parseResponse = watchedParser(promise.parseResponse);
    });
    return promise;
  };
}

const RAW_RESPONSES: RawResponseObserver<ApiPromise> = {
  // `withResponse()` of the SDK's own asks too, once it reads the body itself.
  asked({ responsePromise, parsedPromise }) {
    const asked = askedOf.get(responsePromise);
    if (asked !== undefined && parsedPromise === undefined) asked.raw = true;
  },
  handedOut: (response) => unread.handedOut(response),
};

const watchedParser = parserWatcher(observeReading);

/** `read` is given the call whose body it is; nothing where that is not recorded. */
function observeReading(read: (call?: OpenAICall) => Promise<unknown>, props: ResponseProps): Promise<unknown> {
  const call = unread.callOf(props.response);
  return call?.beginReading() === true ? observed(call) : read();

  async function observed(reading: OpenAICall): Promise<unknown> {
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
