import type { ErrorOrigin } from './vocabulary.ts';

/**
 * Our own sentence for an error code or status. The ledger holds only these, because a provider's text may quote the
 * prompt.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  rate_limit_exceeded: "The provider's rate limit was reached.",
  insufficient_quota: 'The account at the provider has no quota left.',
  invalid_api_key: 'The provider refused the key.',
  model_not_found: 'The provider does not know the model, or the key may not use it.',
  context_length_exceeded: "The request is longer than the model's context.",
  content_filter: 'The provider withheld the response by its content filter.',
  content_policy_violation: 'The provider refused the request by its content policy.',
  invalid_request_error: 'The provider refused the request as invalid.',
  server_error: 'The provider failed.',
  timeout: 'No response arrived in time.',
  connection_error: 'The provider could not be reached.',
  stream_interrupted: 'The stream broke off before its end.',
  cancelled: 'The caller cancelled the call.',
  no_provider_available: 'No provider could take the call.',
};

/** Sentences for codes that a gateway gave itself, without a provider. */
const OF_GATEWAY: Readonly<Record<string, string>> = {
  rate_limit_exceeded: "The gateway's rate limit was reached.",
  insufficient_quota: 'The caller has no quota left at the gateway.',
  invalid_api_key: "The gateway refused the caller's key.",
  model_not_found: "The gateway does not offer the model, or the caller's key may not use it.",
  content_filter: 'The gateway withheld the response by its content filter.',
  content_policy_violation: 'The gateway refused the request by its content policy.',
  invalid_request_error: 'The gateway refused the request as invalid.',
  server_error: 'The gateway failed.',
};

const BY_STATUS: readonly [from: number, to: number, sentence: string][] = [
  [400, 400, 'The request was refused as invalid.'],
  [401, 401, 'The key was refused.'],
  [403, 403, 'The key may not do this.'],
  [404, 404, 'The model or path does not exist.'],
  [408, 408, 'No response arrived in time.'],
  [413, 413, 'The request is too large.'],
  [429, 429, 'A rate limit was reached.'],
  [499, 499, 'The caller cancelled the call.'],
  [504, 504, 'No response arrived in time.'],
  [400, 499, 'The request was refused.'],
  [500, 599, 'The provider failed.'],
];

const OTHER = 'The call failed.';

/** The error of a call, as far as its sentence depends on it. */
export interface DescribedError {
  code?: string;
  statusCode?: number;
  origin?: ErrorOrigin | undefined;
}

/** The sentence for an error; undefined if there is no error. */
export function errorSentence({ code, statusCode, origin }: DescribedError): string | undefined {
  const isOfGateway = origin === 'gateway';
  const byCode = code === undefined ? undefined : ((isOfGateway ? OF_GATEWAY[code] : undefined) ?? SENTENCES[code]);
  if (byCode !== undefined) {
    return byCode;
  }
  if (isOfGateway && statusCode !== undefined && statusCode >= 500 && statusCode !== 504) {
    return OF_GATEWAY['server_error'];
  }
  const byStatus =
    statusCode === undefined ? undefined : BY_STATUS.find(([from, to]) => statusCode >= from && statusCode <= to);
  return byStatus?.[2] ?? (code === undefined ? undefined : OTHER);
}

/** Every sentence that `errorSentence` may return. */
export function errorSentences(): string[] {
  const byStatus = BY_STATUS.map(([, , sentence]) => sentence);
  return [...new Set([...Object.values(SENTENCES), ...Object.values(OF_GATEWAY), ...byStatus, OTHER])];
}
