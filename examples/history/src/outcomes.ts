import type { AttemptPlan } from './plan.ts';
import { chatUsage, timing, type Model } from './models.ts';
import type { Random } from './random.ts';
import { hasIncident } from './rhythm.ts';

/** What happens to one attempt. */
export type Outcome =
  | 'ok'
  | 'rate-limit'
  | 'server-error'
  | 'too-long'
  | 'content-filter'
  | 'timeout'
  | 'unreachable'
  | 'break-off'
  | 'caller-left';

const USUAL: Readonly<Record<Outcome, number>> = {
  ok: 945,
  'rate-limit': 14,
  'server-error': 9,
  'too-long': 5,
  'content-filter': 2,
  timeout: 3,
  unreachable: 3,
  'break-off': 4,
  'caller-left': 15,
};
const INCIDENT: Readonly<Record<Outcome, number>> = { ...USUAL, ok: 320, 'rate-limit': 120, 'server-error': 480 };

export function outcomeOf(provider: string, time: number, lastDay: number, random: Random): Outcome {
  return random.weighted(hasIncident(provider, time, lastDay) ? INCIDENT : USUAL);
}

/** Outcomes after which the same request is sent again, to this provider or to another. */
export function isRetryable(outcome: Outcome): boolean {
  return ['rate-limit', 'server-error', 'timeout', 'unreachable'].includes(outcome);
}

const REFUSALS = {
  'rate-limit': [429, 'rate_limit_exceeded', 'Rate limit reached for requests per minute (RPM): limit 500, used 500.'],
  'server-error': [500, 'server_error', 'The server had an error while processing your request.'],
  'too-long': [400, 'context_length_exceeded', "This model's maximum context length is 128000 tokens."],
  'content-filter': [400, 'content_filter', 'The response was filtered because the prompt triggered a content policy.'],
} as const;

/** One attempt that begins `atMs` after the start of its call. */
export function attemptWith(outcome: Outcome, atMs: number, call: AttemptedCall, random: Random): AttemptPlan {
  switch (outcome) {
    case 'ok':
      return success(atMs, call, random);
    case 'timeout':
      return { atMs, end: { state: 'failed', error: { code: 'timeout' }, afterMs: atMs + 30_000 } };
    case 'unreachable':
      return { atMs, end: { state: 'failed', error: { code: 'ECONNREFUSED' }, billed: 'no', afterMs: atMs + 4 } };
    case 'break-off':
    case 'caller-left':
      return interrupted(outcome, atMs, call, random);
    default:
      return refusal(REFUSALS[outcome], atMs, random);
  }
}

/** What an attempt depends on. */
export interface AttemptedCall {
  model: Model;
  stream: boolean;
  /** Prefix of the ids of its provider's responses. */
  responseId: string;
}

function success(atMs: number, { model, stream, responseId }: AttemptedCall, random: Random): AttemptPlan {
  const usage = chatUsage(model, random);
  const { firstMs, endMs } = timing(model, usage, random);
  return {
    atMs,
    head: { statusCode: 200, requestId: `req_${random.hex(12)}` },
    ...(stream ? { firstChunkMs: atMs + firstMs } : {}),
    end: {
      state: 'success',
      usage,
      responseModel: model.served,
      responseId: `${responseId}${random.hex(12)}`,
      finishReasons: [random.chance(0.04) ? 'length' : 'stop'],
      afterMs: atMs + endMs,
    },
  };
}

function refusal([statusCode, code, message]: (typeof REFUSALS)[keyof typeof REFUSALS], atMs: number, random: Random) {
  return {
    atMs,
    head: { statusCode, requestId: `req_${random.hex(12)}` },
    end: {
      state: 'failed' as const,
      error: { code, message, body: { error: { message, type: code, param: null, code } } },
      afterMs: atMs + random.integer(20, 180),
    },
  };
}

/** The stream broke off, or the caller left. The provider bills the tokens so far and reports none. */
function interrupted(
  outcome: 'break-off' | 'caller-left',
  atMs: number,
  { model, stream }: AttemptedCall,
  random: Random,
): AttemptPlan {
  const firstMs = Math.round(random.around(model.firstTokenMs, 0.4));
  const state = outcome === 'break-off' ? 'failed' : 'cancelled';
  return {
    atMs,
    ...(stream ? { head: { statusCode: 200, requestId: `req_${random.hex(12)}` }, firstChunkMs: atMs + firstMs } : {}),
    end: {
      state,
      error: { code: state === 'failed' ? 'stream_interrupted' : 'cancelled' },
      billed: 'possibly',
      afterMs: atMs + firstMs + random.integer(200, 4000),
    },
  };
}
