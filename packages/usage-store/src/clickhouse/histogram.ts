import { OUTCOMES, type Outcome } from '@tokentrail/records';
import type { Histogram, HistogramRequest } from '../figures.ts';
import { allOf, inRange } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { OUTCOME } from './outcome.ts';
import type { Query, Row } from './query.ts';

export function bucketMsOf({ range: { fromMs, toMs }, buckets }: HistogramRequest): number {
  return Math.max(1, Math.ceil((Math.trunc(toMs) - Math.trunc(fromMs)) / Math.max(1, buckets)));
}

export function histogramQuery(table: string, request: HistogramRequest): Query {
  const { sql, parameters } = allOf([inRange(request.range), matches(request.filter)]);
  return {
    sql:
      'SELECT intDiv(toUnixTimestamp64Milli(start_time) - {from_ms:Int64}, {bucket_ms:Int64}) AS bucket, ' +
      `${OUTCOME} AS outcome, count() AS records FROM ${table} FINAL WHERE ${sql} GROUP BY bucket, outcome`,
    parameters: { ...parameters, bucket_ms: bucketMsOf(request) },
  };
}

export function histogramOf(rows: readonly Row[], request: HistogramRequest): Histogram {
  const bucketMs = bucketMsOf(request);
  const fromMs = Math.trunc(request.range.fromMs);
  const count = Math.max(0, Math.ceil((Math.trunc(request.range.toMs) - fromMs) / bucketMs));
  const buckets = Array.from({ length: count }, (_, index) => ({
    startMs: fromMs + index * bucketMs,
    counts: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
  }));
  for (const row of rows) {
    const bucket = buckets[Number(row['bucket'])];
    if (bucket !== undefined) {
      bucket.counts[row['outcome'] as Outcome] = Number(row['records']);
    }
  }
  return { bucketMs, buckets };
}
