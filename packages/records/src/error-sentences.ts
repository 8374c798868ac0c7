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
  content_filter: 'The provider withheld the answer by its content filter.',
  content_policy_violation: 'The provider refused the request by its content policy.',
  invalid_request_error: 'The provider refused the request as invalid.',
  server_error: 'The provider failed.',
  timeout: 'No answer came in time.',
  connection_error: 'The provider could not be reached.',
  stream_interrupted: 'The stream broke off before its end.',
  cancelled: 'The caller gave the call up.',
  no_provider_available: 'No provider could take the call.',
};

const BY_STATUS: readonly [from: number, to: number, sentence: string][] = [
  [400, 400, 'The request was refused as invalid.'],
  [401, 401, 'The key was refused.'],
  [403, 403, 'The key may not do this.'],
  [404, 404, 'The model or path does not exist.'],
  [408, 408, 'No answer came in time.'],
  [413, 413, 'The request is too large.'],
  [429, 429, 'A rate limit was reached.'],
  [499, 499, 'The caller gave the call up.'],
  [504, 504, 'No answer came in time.'],
  [400, 499, 'The request was refused.'],
  [500, 599, 'The provider failed.'],
];

const OTHER = 'The call failed.';

/** The sentence for an error; undefined if there is no error. */
export function errorSentence(error: { code?: string; statusCode?: number }): string | undefined {
  const byCode = error.code === undefined ? undefined : SENTENCES[error.code];
  if (byCode !== undefined) {
    return byCode;
  }
  const status = error.statusCode;
  const byStatus = status === undefined ? undefined : BY_STATUS.find(([from, to]) => status >= from && status <= to);
  return byStatus?.[2] ?? (error.code === undefined ? undefined : OTHER);
}

/** Every sentence that `errorSentence` may return. */
export function errorSentences(): string[] {
  return [...new Set([...Object.values(SENTENCES), ...BY_STATUS.map(([, , sentence]) => sentence), OTHER])];
}
