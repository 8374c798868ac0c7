import type { ErrorOrigin } from './vocabulary.ts';

/**
 * Our own sentence for an error code. The ledger holds only these, because a provider's text may quote the prompt. A code
 * does not say who caused the error, so these sentences do not either.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  rate_limit_exceeded: 'A rate limit was reached.',
  insufficient_quota: 'No quota is left.',
  invalid_api_key: 'The key was refused.',
  model_not_found: 'The model is not known, or the key may not use it.',
  context_length_exceeded: "The request is longer than the model's context.",
  content_filter: 'A content filter withheld the response.',
  content_policy_violation: 'The request was refused by a content policy.',
  invalid_request_error: 'The request was refused as invalid.',
  server_error: 'The server failed.',
  timeout: 'No response arrived in time.',
  connection_error: 'The connection failed.',
  stream_interrupted: 'The stream broke off before its end.',
  cancelled: 'The call was cancelled.',
  no_provider_available: 'No provider could take the call.',
};

/** Sentences that say who caused the error. */
const BY_ORIGIN: Readonly<Partial<Record<ErrorOrigin, Readonly<Record<string, string>>>>> = {
  client: {
    cancelled: 'The caller cancelled the call.',
  },
  gateway: {
    rate_limit_exceeded: "The gateway's rate limit was reached.",
    insufficient_quota: 'The caller has no quota left at the gateway.',
    invalid_api_key: "The gateway refused the caller's key.",
    model_not_found: "The gateway does not offer the model, or the caller's key may not use it.",
    content_filter: 'The gateway withheld the response by its content filter.',
    content_policy_violation: 'The gateway refused the request by its content policy.',
    invalid_request_error: 'The gateway refused the request as invalid.',
    server_error: 'The gateway failed.',
  },
  provider: {
    rate_limit_exceeded: "The provider's rate limit was reached.",
    insufficient_quota: 'The account at the provider has no quota left.',
    invalid_api_key: 'The provider refused the key.',
    model_not_found: 'The provider does not know the model, or the key may not use it.',
    content_filter: 'The provider withheld the response by its content filter.',
    content_policy_violation: 'The provider refused the request by its content policy.',
    invalid_request_error: 'The provider refused the request as invalid.',
    server_error: 'The provider failed.',
  },
  network: {
    connection_error: 'The provider could not be reached.',
  },
};

/** Statuses with the code whose sentence says the same. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  408: 'timeout',
  429: 'rate_limit_exceeded',
  499: 'cancelled',
  504: 'timeout',
};

const BY_STATUS: readonly [from: number, to: number, sentence: string][] = [
  [400, 400, 'The request was refused as invalid.'],
  [401, 401, 'The key was refused.'],
  [403, 403, 'The key may not do this.'],
  [404, 404, 'The model or path does not exist.'],
  [413, 413, 'The request is too large.'],
  [400, 499, 'The request was refused.'],
];

const OTHER = 'The call failed.';

/** The error of a call, as far as its sentence depends on it. */
export interface DescribedError {
  code?: string;
  statusCode?: number;
  origin?: ErrorOrigin | undefined;
}

/** The sentence for an error; undefined if there is no error. It blames someone only if the origin is known. */
export function errorSentence({ code, statusCode, origin }: DescribedError): string | undefined {
  return (
    (code === undefined ? undefined : sentenceOfCode(code, origin)) ??
    (statusCode === undefined ? undefined : sentenceOfStatus(statusCode, origin)) ??
    (code === undefined ? undefined : OTHER)
  );
}

function sentenceOfCode(code: string, origin: ErrorOrigin | undefined): string | undefined {
  const ofOrigin = origin === undefined ? undefined : BY_ORIGIN[origin]?.[code];
  return ofOrigin ?? (Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined);
}

function sentenceOfStatus(statusCode: number, origin: ErrorOrigin | undefined): string | undefined {
  const code = CODE_OF_STATUS[statusCode] ?? (statusCode >= 500 && statusCode < 600 ? 'server_error' : undefined);
  return code === undefined
    ? BY_STATUS.find(([from, to]) => statusCode >= from && statusCode <= to)?.[2]
    : sentenceOfCode(code, origin);
}

/** Every sentence that `errorSentence` may return. */
export function errorSentences(): string[] {
  const byStatus = BY_STATUS.map(([, , sentence]) => sentence);
  const byOrigin = Object.values(BY_ORIGIN).flatMap((sentences) => Object.values(sentences));
  return [...new Set([...Object.values(SENTENCES), ...byOrigin, ...byStatus, OTHER])];
}

const OURS: ReadonlySet<string> = new Set(errorSentences());

/**
 * The message of a stored error as it is shown: a sentence of ours follows the origin, also if an older sender chose it by
 * the code alone. Other texts, which operators may allow, stay as they are.
 */
export function shownErrorMessage(message: string, error: DescribedError): string {
  return OURS.has(message) ? (errorSentence(error) ?? message) : message;
}
