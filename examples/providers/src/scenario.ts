import type { IncomingHttpHeaders } from 'node:http';

/**
 * Behaviour of a replayed provider for one request, chosen by the header `x-replay`. The `…-once` scenarios need an
 * `x-replay-id` that is the same for all retries of a call; they succeed from the second attempt on.
 */
export const SCENARIOS = [
  'ok',
  'rate-limit-once',
  'rate-limit',
  'error-once',
  'error',
  'quota',
  'bad-key',
  'too-long',
  'filtered',
  'reset',
  'break-off',
  'slow',
  'hang',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export type ChooseScenario = (headers: IncomingHttpHeaders, path: string) => Scenario;

/** Scenario of the request's header. Default: `ok`. */
export const scenarioFromHeader: ChooseScenario = (headers) => {
  const name = headers['x-replay'];
  return SCENARIOS.find((scenario) => scenario === name) ?? 'ok';
};

/** An error response in the provider's wire format. */
export interface Refusal {
  statusCode: number;
  headers: Record<string, string>;
  type: string;
  code: string | null;
  message: string;
}

const REFUSALS: Partial<Record<Scenario, Refusal>> = {
  'rate-limit': {
    statusCode: 429,
    headers: { 'retry-after-ms': '5', 'retry-after': '1', 'x-ratelimit-remaining-requests': '0' },
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests in organization org-replay on requests per min (RPM): Limit 3, Used 3.',
  },
  error: {
    statusCode: 500,
    headers: { 'retry-after-ms': '5' },
    type: 'server_error',
    code: 'server_error',
    message: 'The server had an error while processing your request. Sorry about that!',
  },
  quota: {
    statusCode: 429,
    headers: { 'x-should-retry': 'false' },
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  'bad-key': {
    statusCode: 401,
    headers: {},
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.',
  },
  'too-long': {
    statusCode: 400,
    headers: {},
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: "This model's maximum context length is 128000 tokens.",
  },
  filtered: {
    statusCode: 400,
    headers: {},
    type: 'invalid_request_error',
    code: 'content_filter',
    message: "The response was filtered due to the prompt triggering the provider's content management policy.",
  },
};

/**
 * Error response for this attempt; null if it succeeds.
 * @param failedOnce replay ids that a `…-once` scenario has already failed; this call may add one.
 */
export function refusalOf(scenario: Scenario, replayId: string | null, failedOnce: Set<string>): Refusal | null {
  if (scenario === 'rate-limit-once' || scenario === 'error-once') {
    if (replayId === null || failedOnce.has(replayId)) {
      return null;
    }
    failedOnce.add(replayId);
    return REFUSALS[scenario === 'error-once' ? 'error' : 'rate-limit'] ?? null;
  }
  return REFUSALS[scenario] ?? null;
}
