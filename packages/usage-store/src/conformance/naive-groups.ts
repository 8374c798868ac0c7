import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import type { DistinctSummary, ErrorGroup, ErrorSort, GroupField, RecordGroup } from '../record-groups.ts';
import { amountTotal, compare, compareBytes, sum } from './naive-figures.ts';

/** Error groups of these records, computed in the simple way. */
export function errorGroupsOf(records: readonly UsageRecord[], sort: ErrorSort): ErrorGroup[] {
  const failed = records.filter((record) => outcomeOf(record) === 'failed');
  const groups = grouped(failed, ({ errorType, statusCode, requestModel, provider }) =>
    JSON.stringify([errorType, statusCode, requestModel, provider]),
  );
  return groups
    .map((group): ErrorGroup => {
      const { errorType, statusCode, requestModel, provider } = group[0]!;
      return {
        ...{ errorType, statusCode, model: requestModel, provider },
        count: group.length,
        ...startsOf(group),
        codes: summaryOf(group.map(({ errorCode }) => errorCode)),
      };
    })
    .sort((a, b) => {
      const byTime = compare(BigInt(b.lastStartUnixNano), BigInt(a.lastStartUnixNano));
      const byCount = b.count - a.count;
      return (sort === 'count' ? byCount || byTime : byTime || byCount) || compareErrors(a, b);
    });
}

function compareErrors(a: ErrorGroup, b: ErrorGroup): number {
  return (
    compareBytes(a.errorType ?? '', b.errorType ?? '') ||
    (a.statusCode ?? 0) - (b.statusCode ?? 0) ||
    compareBytes(a.model ?? '', b.model ?? '') ||
    compareBytes(a.provider ?? '', b.provider ?? '')
  );
}

const IDS: Readonly<Record<GroupField, (record: UsageRecord) => string | null>> = {
  session: ({ sessionId }) => sessionId,
  conversation: ({ conversationId }) => conversationId,
  trace: ({ traceId }) => traceId,
};

/** The groups of all pages. */
export function recordGroupsOf(records: readonly UsageRecord[], by: GroupField): RecordGroup[] {
  const withId = records.filter((record) => IDS[by](record) !== null);
  return grouped(withId, (record) => IDS[by](record) ?? '')
    .map((group) => recordGroupOf(IDS[by](group[0]!) ?? '', group))
    .sort((a, b) => compare(BigInt(b.lastStartUnixNano), BigInt(a.lastStartUnixNano)) || compareBytes(b.id, a.id));
}

function recordGroupOf(id: string, group: readonly UsageRecord[]): RecordGroup {
  const calls = group.filter(({ recordType }) => recordType === 'usage');
  const isRunning = (record: UsageRecord) => ['running', 'lost'].includes(outcomeOf(record));
  const ended = calls.filter((record) => !isRunning(record));
  return {
    id,
    ...startsOf(group),
    records: group.length,
    calls: ended.length,
    failed: ended.filter((record) => outcomeOf(record) === 'failed').length,
    running: calls.filter(isRunning).length,
    inputTokens: sum(ended.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(ended.map(({ outputTokens }) => outputTokens)),
    charged: amountTotal(ended.map(({ cost }) => cost.charged.nanoUsd)),
    users: summaryOf(group.map(({ userId }) => userId)),
    keys: summaryOf(group.map(({ keyName, keyPreview }) => keyName ?? keyPreview)),
    models: summaryOf(group.map(({ requestModel }) => requestModel)),
    endpoints: summaryOf(
      group.map(({ method, endpoint }) => (method !== null && endpoint !== null ? `${method} ${endpoint}` : endpoint)),
    ),
  };
}

function grouped(records: readonly UsageRecord[], keyOf: (record: UsageRecord) => string): UsageRecord[][] {
  const groups = new Map<string, UsageRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()];
}

function startsOf(group: readonly UsageRecord[]): { firstStartUnixNano: string; lastStartUnixNano: string } {
  const starts = group.map(({ startUnixNano }) => BigInt(startUnixNano)).sort(compare);
  return { firstStartUnixNano: String(starts[0]), lastStartUnixNano: String(starts.at(-1)) };
}

function summaryOf(values: readonly (string | null)[]): DistinctSummary {
  const different = [...new Set(values.filter((value) => value !== null))].sort(compareBytes);
  return { count: different.length, one: different[0] ?? null };
}
