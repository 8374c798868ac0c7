import {
  ATTRIBUTES,
  OUTCOMES,
  outcomeOf,
  type AttributeKey,
  type RecordKey,
  type UsageRecord,
} from '@tokentrail/records';
import type { Histogram, HistogramRequest, Totals } from '../figures.ts';
import { matcherOf } from '../matches-filter.ts';
import { numberOf } from '../number-of.ts';
import { idOf } from '../record-id.ts';
import type { RecordSelection, TimeRange } from '../record-selection.ts';
import { recordOf } from '../tempo/record-of-span.ts';
import type { AttributeValue } from '../tempo/attribute-values.ts';
import type { DistinctValue, SortField } from '../usage-ledger.ts';
import { amountTotal, compare, compareBytes, sum } from './naive-figures.ts';
import type { RecordVersion } from './record-version.ts';

const LOST_AFTER_MS = 90_000;

/** The reference ledger: computes results in the simple, slow way over every version it received. */
export class NaiveLedger {
  readonly #newest = new Map<string, RecordVersion>();

  insert(versions: readonly RecordVersion[]): void {
    for (const version of versions) {
      const id = idOf(version.key);
      const held = this.#newest.get(id);
      if (held === undefined || isNewer(version, held)) {
        this.#newest.set(id, version);
      }
    }
  }

  /** All matching records, the highest value first, unknown ones last. */
  list({ range, filter }: RecordSelection, sort: SortField = 'time'): UsageRecord[] {
    const valueOf = (record: UsageRecord) => (sort === 'time' ? 0n : (numberOf(record, sort) ?? -1n));
    return [...this.#newest.values()]
      .map(recordOfVersion)
      .filter((record) => isWithin(record, range))
      .filter(matcherOf(filter))
      .sort((a, b) => compare(valueOf(b), valueOf(a)) || compareKeys(b, a));
  }

  totals(selection: RecordSelection): Totals {
    const all = this.list(selection);
    const calls = all.filter(({ recordType }) => recordType === 'usage');
    const ended = calls.filter((record) => !['running', 'lost'].includes(outcomeOf(record)));
    const countOf = (outcome: string) => calls.filter((record) => outcomeOf(record) === outcome).length;
    const minutes = [...new Set(ended.map(minuteOf))].map((minute) => ended.filter((one) => minuteOf(one) === minute));
    const highest = (values: number[]) => Math.max(0, ...values);
    return {
      requests: ended.length,
      failed: countOf('failed'),
      cancelled: countOf('cancelled'),
      running: countOf('running') + countOf('lost'),
      inboundRequests: all.filter(({ recordType }) => recordType === 'request').length,
      events: all.filter(({ recordType }) => !['usage', 'request'].includes(recordType)).length,
      inputTokens: sum(ended.map(({ inputTokens }) => inputTokens)),
      outputTokens: sum(ended.map(({ outputTokens }) => outputTokens)),
      cacheReadTokens: sum(ended.map(({ cacheReadTokens }) => cacheReadTokens)),
      cacheWriteTokens: sum(ended.map(({ cacheWriteTokens }) => cacheWriteTokens)),
      cacheHits: ended.filter(({ cacheReadTokens }) => (cacheReadTokens ?? 0) > 0).length,
      cost: {
        list: amountTotal(ended.map(({ cost }) => cost.list.nanoUsd)),
        paid: amountTotal(ended.map(({ cost }) => cost.paid.nanoUsd)),
        charged: amountTotal(ended.map(({ cost }) => cost.charged.nanoUsd)),
      },
      busiestMinute: {
        requests: highest(minutes.map((records) => records.length)),
        tokens: highest(minutes.map((records) => sum(records.map((record) => Number(numberOf(record, 'tokens')))))),
      },
      topUps: amountTotal(all.filter(({ recordType }) => recordType === 'topup').map((record) => record.amountNanoUsd)),
      refunds: amountTotal(
        all.filter(({ recordType }) => recordType === 'refund').map((record) => record.amountNanoUsd),
      ),
    };
  }

  histogram(request: HistogramRequest): Histogram {
    const { fromMs, toMs } = request.range;
    const bucketMs = Math.ceil((toMs - fromMs) / request.buckets);
    const records = this.list(request);
    const buckets: Histogram['buckets'] = [];
    for (let startMs = fromMs; startMs < toMs; startMs += bucketMs) {
      const inBucket = records.filter((record) => isWithin(record, { fromMs: startMs, toMs: startMs + bucketMs }));
      const counts = OUTCOMES.map((one) => [one, inBucket.filter((record) => outcomeOf(record) === one).length]);
      buckets.push({ startMs, counts: Object.fromEntries(counts) as Histogram['buckets'][number]['counts'] });
    }
    return { bucketMs, buckets };
  }

  /** @param textsOf The values of one record, each once. */
  distinct(selection: RecordSelection, textsOf: (record: UsageRecord) => readonly string[]): DistinctValue[] {
    const counts = new Map<string, number>();
    for (const value of this.list(selection).flatMap(textsOf)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || compareBytes(a.value, b.value));
  }
}

/** The record as a reader sees it now. */
function recordOfVersion({ key, durationNs, attributes }: RecordVersion): UsageRecord {
  const entries = Object.entries(attributes) as [AttributeKey, unknown][];
  const values = entries.map(([name, value]): [string, AttributeValue] => [
    ATTRIBUTES[name].name,
    typeof value === 'bigint' ? String(value) : (value as AttributeValue),
  ]);
  const sender = String(attributes.serviceInstanceId ?? 'conformance');
  const record = recordOf({ key: { ...key, sender }, durationNs, attributes: new Map(values) });
  const isLost = isRunning(attributes.state) && Date.now() - Number(attributes.versionUnixMs) >= LOST_AFTER_MS;
  return { ...record, serviceName: String(attributes.serviceName ?? 'conformance'), ...(isLost && { state: 'lost' }) };
}

/** The order of keys: start, then trace id, then span id. */
export function compareKeys(a: RecordKey, b: RecordKey): number {
  return (
    compare(BigInt(a.startUnixNano), BigInt(b.startUnixNano)) ||
    compare(a.traceId, b.traceId) ||
    compare(a.spanId, b.spanId)
  );
}

function isRunning(state: string | undefined): boolean {
  return state === 'pending' || state === 'streaming';
}

/** An ended version is newer than every running one, whenever it was created. */
function isNewer(version: RecordVersion, held: RecordVersion): boolean {
  return isRunning(version.attributes.state) === isRunning(held.attributes.state)
    ? Number(version.attributes.versionUnixMs) > Number(held.attributes.versionUnixMs)
    : isRunning(held.attributes.state);
}

function isWithin({ startUnixNano }: UsageRecord, { fromMs, toMs }: TimeRange): boolean {
  const start = BigInt(startUnixNano);
  return start >= BigInt(fromMs) * 1_000_000n && start < BigInt(toMs) * 1_000_000n;
}

function minuteOf({ startUnixNano }: UsageRecord): bigint {
  return BigInt(startUnixNano) / 60_000_000_000n;
}
