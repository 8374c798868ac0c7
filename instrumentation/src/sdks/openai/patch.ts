import { AsyncLocalStorage } from 'node:async_hooks';
import { safely } from '../../safely.ts';
import { UnreadResponses } from '../unread-responses.ts';
import { OpenAICall, type StartCall } from './call.ts';
import { apiOf } from './request.ts';
import {
  apiPromisePrototype,
  clientClass,
  type ClientClass,
  type OpenAIClient,
  type ParseResponse,
  type RequestOptions,
  type ResponseProps,
} from './sdk.ts';

// Two builds of this package may meet the same class: the first one patches it.
const PATCHED = Symbol.for('tokentrail.instrumentation.patched.openai');
const shared = globalThis as { [PATCHED]?: WeakSet<object> };

/** The call that code inside the SDK works for. */
const currentCall = new AsyncLocalStorage<OpenAICall>();

const unread = new UnreadResponses<OpenAICall>();

/**
 * Patches, in place, what a copy of the `openai` package exports, so that each call it makes becomes a record begun by
 * `startCall`. The wrappers stand in the order in which a call meets them. None of them adds a handler to a promise
 * that the app can see, nor calls `then` of the promise it gets: that would read the body.
 */
export function patchOpenAI(exports: Record<string, unknown>, startCall: StartCall): void {
  const sdk = clientClass(exports);
  const patched = (shared[PATCHED] ??= new WeakSet());
  if (sdk === undefined || patched.has(sdk.prototype)) {
    return;
  }
  patched.add(sdk.prototype);
  patchRequest(sdk, startCall);
  patchTry(sdk);
  patchReading(sdk);
  patchRawResponse(exports);
}

/** A call begins. The SDK comes back here for each retry, and then names the try that is repeated. */
function patchRequest(sdk: ClientClass, startCall: StartCall): void {
  const { makeRequest } = sdk.prototype;
  sdk.prototype.makeRequest = function (optionsInput, retriesRemaining, retryOf) {
    return retryOf === undefined
      ? observeRequest(this, optionsInput)
      : makeRequest.call(this, optionsInput, retriesRemaining, retryOf);

    async function observeRequest(client: OpenAIClient, input: typeof optionsInput): Promise<ResponseProps> {
      const options = await input;
      const call = safely('the start of a call', () => begin(client, options, sdk, startCall));
      if (call === undefined) {
        return makeRequest.call(client, options, retriesRemaining, retryOf);
      }
      try {
        const props = await currentCall.run(call, () => makeRequest.call(client, options, retriesRemaining, retryOf));
        safely('a response', () => unread.await(call, props.response));
        return props;
      } catch (error) {
        safely('a failed call', () => call.failed(error));
        throw error;
      }
    }
  };
}

function begin(client: OpenAIClient, options: RequestOptions, sdk: ClientClass, startCall: StartCall) {
  const [path = ''] = String(options.path).split(/[?#]/, 1);
  const api = apiOf(options.method, path);
  const call = api && new OpenAICall(client, api, path, options, sdk, startCall);
  return call?.ended === false ? call : undefined;
}

/** A try leaves and is answered or not: once for the call, and once more for each retry. */
function patchTry(sdk: ClientClass): void {
  const { fetchWithTimeout } = sdk.prototype;
  sdk.prototype.fetchWithTimeout = function (url, init, ...rest) {
    const call = currentCall.getStore();
    return call === undefined ? fetchWithTimeout.call(this, url, init, ...rest) : observeTry(this, call);

    async function observeTry(client: OpenAIClient, observed: OpenAICall): Promise<Response> {
      safely('a try', () => observed.tries(url, init));
      try {
        const response = await fetchWithTimeout.call(client, url, init, ...rest);
        safely('the head of a response', () => observed.responded(response));
        return response;
      } catch (error) {
        safely('an unanswered try', () => observed.unanswered(error, init.signal?.aborted === true));
        throw error;
      }
    }
  };
}

/** The body is read: when the app awaits the promise it was given, or asks for `withResponse()`. */
function patchReading(sdk: ClientClass): void {
  const { request, parseResponseWithTimeout } = sdk.prototype;
  if (parseResponseWithTimeout !== undefined) {
    sdk.prototype.parseResponseWithTimeout = function (client, props) {
      return observeReading(parseResponseWithTimeout.bind(this), client, props);
    };
    return;
  }
  sdk.prototype.request = function (...args) {
    const promise = request.apply(this, args);
    safely('a promise', () => {
      const { parseResponse } = promise;
      promise.parseResponse = (client, props) => observeReading(parseResponse.bind(promise), client, props);
    });
    return promise;
  };
}

function observeReading(read: ParseResponse, client: unknown, props: ResponseProps): Promise<unknown> {
  const call = unread.callOf(props.response);
  return call?.beginReading() === true ? observed(call) : read(client, props);

  async function observed(reading: OpenAICall): Promise<unknown> {
    unread.forget(reading);
    try {
      // Outside of the request's own context; a body that times out is asked for again in here.
      const body = await currentCall.run(reading, () => read(client, props));
      safely('a body', () => reading.parsed(body));
      return body;
    } catch (error) {
      safely('an unread body', () => reading.failed(error));
      throw error;
    }
  }
}

/** The app asks for the raw response. Its body is the app's: unless the SDK reads it too, nothing more is seen. */
function patchRawResponse(exports: Record<string, unknown>): void {
  const prototype = apiPromisePrototype(exports);
  if (prototype === undefined) {
    return;
  }
  const { asResponse } = prototype;
  prototype.asResponse = async function () {
    const response = await asResponse.call(this);
    safely('a raw response', () => unread.handedOut(response));
    return response;
  };
}
