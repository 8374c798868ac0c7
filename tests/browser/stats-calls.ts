import { type Call, spanRow, type SpanRow } from './records.ts';

/** A call of the stats page's specs, of the group that no other call has. */
export interface StatsCall {
  minutesAgo: number;
  model: string;
  state: 'success' | 'failed' | 'cancelled';
  /** Nano-USD. */
  cost: number;
  inputTokens: number;
  outputTokens: number;
  /** Of the input tokens. */
  cached: number;
  durationMs: number;
  /** Whether an attempt at another provider failed before. */
  fellBack: boolean;
}

/** Group of the calls. */
export const STATS_GROUP = 'stats-team';
/** Models with the most calls first: more than a chart has colours for. */
const MODELS = Array.from({ length: 11 }, (_, index) => `model-${String.fromCharCode(97 + index)}`);
const DAY_MINUTES = 24 * 60;
/** Number of the first call, which other calls of the store must not have. */
const FIRST = 0x70000;

/** Calls of the last seven days, and half as many of the seven days before, at half past each third hour. */
export function statsCalls(): StatsCall[] {
  const callsOf = (count: number, daysAgo: number) =>
    Array.from({ length: count }, (_, index): StatsCall => ({
      minutesAgo: 5 + daysAgo * DAY_MINUTES + (index * 7 * (DAY_MINUTES - 10)) / count,
      model: MODELS[Math.floor((index % 11) * ((index % 5) / 5))] ?? 'model-a',
      state: index % 10 === 0 ? 'failed' : index % 25 === 1 ? 'cancelled' : 'success',
      cost: 10_000_000 + index * 1_000_003,
      inputTokens: 1_000 + index,
      outputTokens: 100 + (index % 7),
      cached: index % 4 === 0 ? 300 : 0,
      durationMs: 500 + (index % 40) * 100,
      fellBack: index % 10 === 3,
    }));
  return [...callsOf(220, 0), ...callsOf(110, 7)];
}

/** The rows of calls, as the collector inserts them. */
export function statsRows(calls: readonly StatsCall[], nowMs: number): SpanRow[] {
  return calls.map((call, index) => spanRow(callOf(call, index), nowMs));
}

function callOf(call: StatsCall, index: number): Call {
  const failed = call.state === 'failed';
  return {
    number: FIRST + index,
    minutesAgo: call.minutesAgo,
    durationMs: call.durationMs,
    attributes: {
      recordType: 'usage',
      state: call.state,
      callType: 'chat',
      source: 'api_key',
      operation: 'chat',
      method: 'POST',
      route: '/v1/chat/completions',
      statusCode: failed ? 502 : 200,
      ...(failed && { errorType: '502' }),
      provider: call.fellBack ? 'azure' : 'openai',
      requestModel: call.model,
      responseModel: call.model,
      inputTokens: call.inputTokens,
      outputTokens: call.outputTokens,
      ...(call.cached > 0 && { cacheReadTokens: call.cached }),
      userId: `u_stats_${index % 3}`,
      keyName: `stats-key-${index % 2}`,
      keyPreview: 'sk-***5tat',
      group: STATS_GROUP,
      costCharged: call.cost,
      costChargedState: 'priced',
      attemptsCount: call.fellBack ? 2 : 1,
      attemptsFellBack: call.fellBack,
    },
    attempts: [
      ...(call.fellBack
        ? [{ index: 0, retry: 0, state: 'failed' as const, provider: 'openai', statusCode: 503, durationMs: 100 }]
        : []),
      {
        index: call.fellBack ? 1 : 0,
        retry: 0,
        state: call.state,
        provider: call.fellBack ? 'azure' : 'openai',
        statusCode: failed ? 502 : 200,
        durationMs: call.durationMs,
      },
    ],
  };
}
