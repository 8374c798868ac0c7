import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import { TEXT_FIELDS } from '../record-filter.ts';
import type { Series, SeriesField, SeriesFigures, SeriesRank, SeriesRequest, SeriesResult } from '../series.ts';
import { amountTotal, compare, compareBytes, sum } from './naive-figures.ts';

/** The series of these records, computed in the simple way. */
export function seriesOf(
  records: readonly UsageRecord[],
  { bounds, by, limit, rank }: Omit<SeriesRequest, 'filter'>,
): SeriesResult {
  const calls = endedCalls(records, bounds);
  const values = by === null ? [] : [...new Set(calls.flatMap((call) => valuesOf(call, by)))];
  const ranked = values
    .map((value) => ({ value, calls: calls.filter((call) => by !== null && valuesOf(call, by).includes(value)) }))
    .sort((a, b) => compare(rankOf(b.calls, rank), rankOf(a.calls, rank)) || compareBytes(a.value, b.value));
  const rest = ranked.slice(limit);
  return {
    total: seriesOfCalls(calls, bounds),
    values: ranked.slice(0, limit).map(({ value, calls: own }) => ({ value, ...seriesOfCalls(own, bounds) })),
    rest:
      rest.length === 0
        ? null
        : {
            values: rest.length,
            ...seriesOfCalls(
              rest.flatMap(({ calls: own }) => own),
              bounds,
            ),
          },
  };
}

function endedCalls(records: readonly UsageRecord[], bounds: readonly number[]): UsageRecord[] {
  return records.filter(
    (record) =>
      record.recordType === 'usage' &&
      !['running', 'lost'].includes(outcomeOf(record)) &&
      startsWithin(record, bounds[0]!, bounds.at(-1)!),
  );
}

export function startsWithin({ startUnixNano }: UsageRecord, fromMs: number, toMs: number): boolean {
  const start = BigInt(startUnixNano);
  return start >= BigInt(fromMs) * 1_000_000n && start < BigInt(toMs) * 1_000_000n;
}

function valuesOf(record: UsageRecord, by: SeriesField): string[] {
  switch (by) {
    case 'tag': {
      const texts = new Set(Object.entries(record.tags).map(([name, value]) => `${name}=${value}`));
      return texts.size === 0 ? [''] : [...texts];
    }
    case 'key':
      return [record.keyName ?? record.keyPreview ?? ''];
    default: {
      const [field] = TEXT_FIELDS[by];
      return [record[field] ?? ''];
    }
  }
}

function rankOf(calls: readonly UsageRecord[], rank: SeriesRank): bigint {
  switch (rank) {
    case 'calls':
      return BigInt(calls.length);
    case 'tokens':
      return BigInt(sum(calls.flatMap(({ inputTokens, outputTokens }) => [inputTokens, outputTokens])));
    case 'cost':
      return BigInt(amountTotal(calls.map(({ cost }) => cost.charged.nanoUsd)).nanoUsd);
  }
}

function seriesOfCalls(calls: readonly UsageRecord[], bounds: readonly number[]): Series {
  return {
    total: figuresOf(calls),
    points: bounds
      .slice(1)
      .map((toMs, index) => figuresOf(calls.filter((call) => startsWithin(call, bounds[index]!, toMs)))),
  };
}

function figuresOf(calls: readonly UsageRecord[]): SeriesFigures {
  const countOf = (outcome: string) => calls.filter((call) => outcomeOf(call) === outcome).length;
  return {
    calls: calls.length,
    failed: countOf('failed'),
    cancelled: countOf('cancelled'),
    inputTokens: sum(calls.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(calls.map(({ outputTokens }) => outputTokens)),
    cacheReadTokens: sum(calls.map(({ cacheReadTokens }) => cacheReadTokens)),
    cacheWriteTokens: sum(calls.map(({ cacheWriteTokens }) => cacheWriteTokens)),
    cacheHits: calls.filter(({ cacheReadTokens }) => (cacheReadTokens ?? 0) > 0).length,
    charged: amountTotal(calls.map(({ cost }) => cost.charged.nanoUsd)),
  };
}
