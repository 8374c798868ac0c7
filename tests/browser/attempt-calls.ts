import type { Attempt } from '@tokentrail/records';
import { HOSTILE } from './detail-records.ts';
import type { Call } from './records.ts';

/** Older than all periods of the other specs. */
const MINUTES_AGO = 120 * 24 * 60;

function call(number: number, durationMs: number, attempts: Attempt[], more: Call['attributes'] = {}): Call {
  return {
    number,
    minutesAgo: MINUTES_AGO + number,
    durationMs,
    attributes: { recordType: 'usage', state: 'success', statusCode: 200, requestModel: 'gpt-4o', ...more },
    attempts,
  };
}

const success: Attempt = {
  index: 0,
  retry: 0,
  state: 'success',
  provider: 'openai',
  endpoint: 'main',
  statusCode: 200,
};
const PROVIDERS = ['azure', 'openai', 'mistral'] as const;

/** 200 attempts at three providers, one after the other. Most fail with the same error; the last one responded. */
export const manyAttemptsCall = call(
  601,
  20_000,
  Array.from({ length: 200 }, (_, index): Attempt => {
    const shared = { index, retry: 0, offsetMs: index * 100, durationMs: 90 };
    const provider = PROVIDERS[Math.floor(index / 67)]!;
    const at = { provider, endpoint: `${provider}-${provider === 'mistral' ? (index % 2) + 1 : 1}` };
    return index === 199
      ? { ...shared, ...at, state: 'success', statusCode: 200 }
      : { ...shared, ...at, state: 'failed', statusCode: 429, errorCode: 'rate_limit_exceeded', billed: 'no' };
  }),
);

/** Attempts whose times cannot be true, beside two that can. */
export const oddTimesCall = call(602, 1_000, [
  { ...success, index: 0, state: 'failed', statusCode: 500, endpoint: 'first', offsetMs: 0, durationMs: 400 },
  { ...success, index: 1, state: 'failed', statusCode: 500, endpoint: 'after-days', offsetMs: 9e8, durationMs: 1 },
  { ...success, index: 2, state: 'failed', statusCode: 500, endpoint: 'for-days', offsetMs: 400, durationMs: 9e8 },
  { ...success, index: 3, state: 'failed', statusCode: 500, endpoint: 'negative', offsetMs: -9e8, durationMs: -1 },
  { ...success, index: 4, state: 'failed', statusCode: 500, endpoint: 'no-time' },
  { ...success, index: 5, state: 'failed', statusCode: 500, endpoint: 'no-length', offsetMs: 500, durationMs: 0 },
  { ...success, index: 6, endpoint: 'last', offsetMs: 500, durationMs: 500 },
]);

/** Every text of its attempts is meant to run, to hide or to be long. */
export const hostileAttemptsCall = call(
  603,
  100,
  (['failed', 'skipped', 'success'] as const).map((state, index) => ({
    index,
    retry: 0,
    state,
    provider: HOSTILE,
    endpoint: HOSTILE,
    server: HOSTILE,
    model: HOSTILE,
    apiFormat: HOSTILE,
    skipReason: HOSTILE,
    errorType: HOSTILE,
    errorCode: HOSTILE,
    keyName: HOSTILE,
    keyPreview: HOSTILE,
    capabilitiesRequired: [HOSTILE],
    capabilitiesHeld: [HOSTILE.repeat(100)],
    requestId: HOSTILE,
    responseModel: HOSTILE,
    servedTier: HOSTILE,
    offsetMs: index * 10,
    durationMs: 10,
  })),
  { apiFormat: 'openai.chat', captureLevel: 'basic' },
);

/** A call that streams now, after a failed attempt. Its gateway converts the format. */
export function streamingCall(nowMs: number): Call {
  return {
    ...call(
      604,
      2_000,
      [
        { ...success, state: 'failed', statusCode: 429, keyName: 'one', offsetMs: 0, durationMs: 100 },
        { ...success, index: 1, state: 'streaming', keyName: 'two', offsetMs: 110, firstChunkMs: 300 },
        { index: 2, retry: 0, state: 'available', provider: 'anthropic', endpoint: 'rest' },
      ],
      { state: 'streaming', apiFormat: 'openai.chat', versionUnixMs: nowMs },
    ),
    minutesAgo: 0.1,
  };
}
