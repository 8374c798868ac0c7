import { spanRow, type Call, type SpanRow } from './records.ts';

/** Older than all periods of the other specs, and found by a search back only in its longest range but one. */
const MINUTES_AGO = 130 * 24 * 60;

function call(number: number, attributes: Call['attributes'], more: Partial<Call> = {}): Call {
  return {
    number,
    minutesAgo: MINUTES_AGO + number,
    durationMs: 1_200,
    attributes: {
      recordType: 'usage',
      state: 'success',
      statusCode: 200,
      callType: 'chat',
      operation: 'chat',
      method: 'POST',
      route: '/v1/chat/completions',
      userId: 'frame-test',
      ...attributes,
    },
    ...more,
  };
}

const CALLED = {
  stream: true,
  provider: 'azure',
  apiFormat: 'openai.chat',
  sessionId: 'session-1',
  requestId: 'req_1',
};

export const FRAME_CALLS = {
  first: call(701, {
    ...CALLED,
    requestModel: 'model-first',
    targetModel: 'model-of-azure-with-a-very-long-name-of-its-deployment',
    responseModel: 'model-first-2026-11-30',
  }),
  second: call(702, { ...CALLED, requestModel: 'model-second' }),
  third: call(703, { ...CALLED, requestModel: 'model-third' }),
  /** A gateway refused the key of its caller, before any attempt. An older sender chose the sentence by the code alone. */
  refused: call(704, {
    state: 'failed',
    statusCode: 401,
    errorType: '401',
    errorCode: 'invalid_api_key',
    errorMessage: 'The provider refused the key.',
    errorOrigin: 'gateway',
    attemptsCount: 0,
    captureLevel: 'full',
  }),
  noOrigin: call(705, {
    state: 'failed',
    statusCode: 429,
    errorCode: 'rate_limit_exceeded',
    errorMessage: "The provider's rate limit was reached.",
  }),
  topUp: call(
    706,
    {
      recordType: 'topup',
      eventName: 'card_charged',
      amountNanoUsd: 25_000_000_000,
      balanceAfterNanoUsd: 40_120_000_001,
    },
    { durationMs: 0 },
  ),
} as const;

export function frameRows(nowMs: number): SpanRow[] {
  return Object.values(FRAME_CALLS).map((one) => spanRow(one, nowMs));
}

/** A call that streams, and the same after its end. */
export function streamedRow(ended: boolean, startMs: number): SpanRow {
  const state = ended ? 'success' : 'streaming';
  const { durationMs, ...streamed } = call(
    707,
    { ...CALLED, state, userId: 'streamed-frame-test', requestModel: 'model-streamed' },
    {
      minutesAgo: 0,
      attempts: [{ index: 0, retry: 0, state, provider: 'azure', endpoint: 'eu', offsetMs: 0 }],
    },
  );
  return spanRow({ ...streamed, durationMs: ended ? durationMs : 0 }, startMs);
}

/** The ids of a call, as links have them. */
export function idsOf(one: Call): { trace: string; span: string } {
  const { TraceId, SpanId } = spanRow(one, 0);
  return { trace: TraceId, span: SpanId };
}
