import { type Call, spanRow, type SpanRow } from './records.ts';

/** A call of a team, with what a spec adds up. */
export interface SpendingCall {
  /** Unix ms. */
  startMs: number;
  /** Undefined: not reported. */
  group: string | undefined;
  model: string;
  /** What the caller is charged, in nano-USD; null if it is not known. */
  nanoUsd: bigint | null;
  failed: boolean;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MODELS = ['gpt-4o', 'claude-opus-4-20250514', 'gpt-4o-mini'];
/** Calls a day, and about how many nano-USD one costs. */
const TEAMS = [
  { group: 'shop', calls: 5, cost: 310_000_007n, keys: ['checkout', 'recommendations'] },
  { group: 'search', calls: 4, cost: 90_000_013n, keys: ['indexer'] },
  { group: undefined, calls: 1, cost: 5_000_001n, keys: [undefined] },
] as const;

/**
 * Noon (UTC) of the newest 20th of a month that is at least two days ago, in Unix ms. Specs let the page read this time, because there are
 * no days of the month to show on the first of a month.
 */
export const SPENDING_NOW = newestDayOfMonth(20, Date.now() - 2 * DAY_MS) + 12 * HOUR_MS;

/** The start (UTC) of the newest day with this number in its month that is not after `ms`. */
function newestDayOfMonth(day: number, ms: number): number {
  const at = new Date(ms);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - (at.getUTCDate() < day ? 1 : 0), day);
}

/** The first instant of the month before that of `nowMs`, and of this month, in UTC. */
export function monthsBefore(nowMs: number): { previousMs: number; monthMs: number } {
  const now = new Date(nowMs);
  const startOf = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1);
  return { previousMs: startOf(-1), monthMs: startOf(0) };
}

/**
 * Calls of all teams on each day (UTC) from the start of the month before until now. The first and the last call of that month are at its
 * first and last millisecond. The team search has calls with unknown costs.
 */
export function spendingCalls(nowMs: number): SpendingCall[] {
  const { previousMs, monthMs } = monthsBefore(nowMs);
  const calls: SpendingCall[] = [];
  for (let dayMs = previousMs; dayMs < nowMs; dayMs += DAY_MS) {
    const day = (dayMs - previousMs) / DAY_MS;
    for (const [team, { group, calls: count, cost }] of TEAMS.entries()) {
      for (let index = 0; index < count; index++) {
        calls.push({
          startMs: dayMs + ((7 + team + index * 3 + (day % 2)) % 24) * HOUR_MS + index * 61_000,
          group,
          model: MODELS[(day + index) % MODELS.length] ?? 'gpt-4o',
          nanoUsd: group === 'search' && (day + index) % 9 === 0 ? null : cost * BigInt(1 + ((day * 7 + index) % 5)),
          failed: (day + index) % 11 === 0,
        });
      }
    }
  }
  const ofShop = { group: 'shop', model: 'gpt-4o', failed: false };
  calls.push({ ...ofShop, startMs: previousMs, nanoUsd: 1_000_000_001n });
  calls.push({ ...ofShop, startMs: monthMs - 1, nanoUsd: 2_000_000_003n });
  return calls.filter(({ startMs }) => startMs < nowMs);
}

/** Endpoint of these calls, which no other call of the store has. */
export const SPENDING_ROUTE = '/v1/spending';

/** Number of the first call, which other calls of the store must not have. */
const FIRST = 0x50000;

/** The rows of calls, as the collector inserts them. */
export function spendingRows(calls: readonly SpendingCall[]): SpanRow[] {
  return calls.map((call, index) => spanRow(callOf(call, index), call.startMs));
}

function callOf({ group, model, nanoUsd, failed }: SpendingCall, index: number): Call {
  const keys = TEAMS.find((team) => team.group === group)?.keys ?? [];
  const key = keys[index % keys.length];
  return {
    number: FIRST + index,
    minutesAgo: 0,
    durationMs: 400 + ((index * 7919) % 5000),
    attributes: {
      recordType: 'usage',
      state: failed ? 'failed' : 'success',
      callType: 'chat',
      source: 'api_key',
      operation: 'chat',
      method: 'POST',
      route: SPENDING_ROUTE,
      statusCode: failed ? 502 : 200,
      ...(failed && { errorType: '502' }),
      provider: 'openai',
      requestModel: model,
      responseModel: model,
      inputTokens: 1000 + ((index * 31) % 5000),
      outputTokens: 50 + (index % 300),
      cacheReadTokens: index % 3 === 0 ? 500 : 0,
      userId: `u_${index % 4}`,
      ...(group !== undefined && { group }),
      ...(key !== undefined && { keyName: key, keyPreview: 'sk-***9f3a' }),
      ...(nanoUsd === null
        ? { costChargedState: 'unknown_price' }
        : { costCharged: String(nanoUsd), costChargedState: 'priced' }),
    },
  };
}
