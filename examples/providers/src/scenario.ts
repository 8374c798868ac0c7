import type { IncomingHttpHeaders } from 'node:http';

/**
 * How a replayed provider behaves for one request. Asked for by the header `x-replay`; the `…-once` ones need an
 * `x-replay-id`, the same for the retries of one call, and answer well from the second try on.
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
  'break-off',
  'slow',
  'hang',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export type ChooseScenario = (headers: IncomingHttpHeaders, path: string) => Scenario;

/** The scenario the request asks for, `ok` by default. */
export const scenarioFromHeader: ChooseScenario = (headers) => {
  const asked = headers['x-replay'];
  return SCENARIOS.find((scenario) => scenario === asked) ?? 'ok';
};

/** A refusal in the provider's wire format. */
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
};

/** The refusal of this try, or null where the request is answered. `seen` remembers the ids of `…-once` scenarios. */
export function refusalOf(scenario: Scenario, replayId: string | null, seen: Set<string>): Refusal | null {
  if (scenario === 'rate-limit-once' || scenario === 'error-once') {
    if (replayId === null || seen.has(replayId)) {
      return null;
    }
    seen.add(replayId);
    return REFUSALS[scenario === 'error-once' ? 'error' : 'rate-limit'] ?? null;
  }
  return REFUSALS[scenario] ?? null;
}
