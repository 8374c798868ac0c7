import { type Call, spanRow, type SpanRow } from './records.ts';

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-opus-4-20250514', 'mistral-large', 'text-embedding-3-small'];
const MINUTE_MS = 60_000;

/**
 * Calls of the last six days, one after the other, with all columns that the list shows.
 *
 * @param first Number of the first call, which other calls must not have.
 */
export function manyCalls(count: number, nowMs: number, first = 0): SpanRow[] {
  const distance = (6 * 24 * 60) / count;
  return Array.from({ length: count }, (_, index) => spanRow(callOf(first + index, 11 + index * distance), nowMs));
}

/** A call that started a minute ago and has not ended; `ended`, its last version. */
export function runningCall(number: number, ended: boolean, nowMs: number): SpanRow {
  const call: Call = {
    number,
    minutesAgo: 1,
    durationMs: ended ? 61_000 : 0,
    attributes: {
      recordType: 'usage',
      state: ended ? 'success' : 'streaming',
      callType: 'chat',
      operation: 'chat',
      method: 'POST',
      route: '/v1/running',
      requestModel: 'gpt-4o',
      userId: 'u_running',
      ...(ended && { statusCode: 200, costCharged: 31_200_000, costChargedState: 'priced', outputTokens: 700 }),
    },
  };
  return spanRow(call, nowMs);
}

function callOf(index: number, minutesAgo: number): Call {
  const failed = index % 23 === 0;
  return {
    number: 0x10000 + index,
    minutesAgo: Math.round(minutesAgo * MINUTE_MS) / MINUTE_MS,
    durationMs: 300 + ((index * 7919) % 9000),
    attributes: {
      recordType: 'usage',
      state: failed ? 'failed' : 'success',
      callType: 'chat',
      source: 'api_key',
      operation: 'chat',
      method: 'POST',
      route: index % 3 === 0 ? '/v1/chat/completions' : `/agents/${index % 50}/invoke`,
      statusCode: failed ? 502 : 200,
      provider: 'openai',
      requestModel: MODELS[index % MODELS.length] ?? 'gpt-4o',
      inputTokens: 1000 + ((index * 31) % 20_000),
      outputTokens: 10 + (index % 900),
      timeToFirstChunk: 0.1 + (index % 7) / 10,
      userId: `customer-${String(index % 400).padStart(4, '0')}`,
      keyName: index % 5 === 0 ? 'checkout' : `team-${index % 12}`,
      keyPreview: 'sk-...9f3a',
      group: 'shop',
      costCharged: 21_000 + ((index * 104_729) % 90_000_000),
      costChargedState: 'priced',
      attemptsCount: 1 + (index % 11 === 0 ? 1 : 0),
      attemptsRetried: index % 11 === 0,
      ...(failed && { errorType: '502', errorCode: 'upstream_unavailable' }),
    },
  };
}
