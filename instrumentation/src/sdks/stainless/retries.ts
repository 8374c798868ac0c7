import type { ClientPrototype, RequestOptions } from './sdk.ts';

type OptionsInput = RequestOptions | PromiseLike<RequestOptions>;

/** Distinguishes the retries of an SDK from new calls: for both, the SDK calls `makeRequest`. */
export interface Retries {
  /** A recorded call begins with these options. */
  begin(options: RequestOptions): void;
  isRetry(options: OptionsInput, retryOf: string | undefined): boolean;
}

/** SDKs pass the id of the first attempt as a third argument. */
const NAMED: Retries = {
  begin: () => undefined,
  isRetry: (_options, retryOf) => retryOf !== undefined,
};

/** Older SDKs pass no id: a retry is a request with the same options object, inside the call that began with it. */
export function watchRetries(makeRequest: ClientPrototype['makeRequest'], currentCall: () => unknown): Retries {
  if (makeRequest.length > 2) return NAMED;
  const begun = new WeakSet<object>();
  return {
    begin: (options) => void begun.add(options),
    isRetry: (options, retryOf) => retryOf !== undefined || (currentCall() !== undefined && begun.has(options)),
  };
}
