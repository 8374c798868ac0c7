import { type RecordKey, type UsageRecord, recordKeyOf } from '@tokentrail/records';
import { matcherOf } from '../matches-filter.ts';
import { idOf } from '../record-id.ts';
import { StoreError } from '../store-error.ts';
import type { ListRequest, RecordPage } from '../usage-ledger.ts';
import { attributesOf, listOf, textOf } from './attribute-values.ts';
import { isInRange } from './in-range.ts';
import { recordOf } from './record-of-span.ts';
import { requestJson } from './request.ts';
import { LEDGER_ATTRIBUTES, senderOf } from './span.ts';
import { recordsQuery } from './traceql.ts';
import type { TempoTransport } from './transport.ts';

/** Longest range of a list. */
export const MAX_RANGE_MS = 24 * 3_600_000;

/**
 * What a search returns for a missing attribute that has a column of its own in Tempo's blocks. A text with this value
 * cannot be distinguished from it.
 */
const ABSENT = 'nil';

/** Records of the first search of a list; more if the page needs more. */
const MIN_FOUND = 100;

interface Found {
  startTimeUnixNano?: unknown;
  spanSets?: unknown;
}

interface FoundSpan {
  startTimeUnixNano?: unknown;
  durationNanos?: unknown;
  attributes?: unknown;
}

/** Seconds, the unit of Tempo's ranges. Both ends are included. */
interface Seconds {
  from: number;
  to: number;
}

/**
 * Reads one page of the newest matching records. Tempo has no pages: a search returns the newest records of a range of whole
 * seconds. If it returned as many as it may, the records of the oldest second can be incomplete, so the next search ends
 * with that second. A second with more records than a search may return is searched again for twice as many.
 */
export async function listRecords(ledger: TempoTransport, request: ListRequest): Promise<RecordPage> {
  const { range, filter, sort = 'time', before, limit, signal } = request;
  if (range.toMs - range.fromMs > MAX_RANGE_MS) {
    throw new StoreError('limit', 'Tempo lists records of at most 24 hours. Choose a shorter period.');
  }
  if (sort !== 'time') {
    throw new StoreError('failed', 'Tempo lists records by time only. Use ClickHouse for other orders.');
  }
  const query = recordsQuery(filter);
  const isSelected = matcherOf(filter);
  const selected = new Map<string, UsageRecord>();
  const endMs =
    before === undefined ? range.toMs : Math.min(range.toMs, Number(BigInt(before.startUnixNano) / 1_000_000n));
  const seconds: Seconds = { from: Math.floor(range.fromMs / 1000), to: Math.floor(endMs / 1000) };
  for (let atMost = Math.max(MIN_FOUND, 2 * limit); ;) {
    const found = await search(ledger, query, seconds, atMost, signal);
    for (const record of found) {
      if (isInRange(record, range) && isSelected(record) && (before === undefined || isOlder(record, before))) {
        selected.set(idOf(record), record);
      }
    }
    const last = found.length < atMost;
    const oldest = Math.min(...found.map(secondOf));
    const complete = [...selected.values()].filter((record) => last || secondOf(record) > oldest);
    if (last || complete.length > limit) {
      return pageOf(complete, limit);
    }
    if (oldest >= seconds.to) {
      atMost *= 2;
    }
    seconds.to = Math.min(seconds.to, oldest);
  }
}

/** The newest records that may match, at most `atMost`. */
async function search(
  ledger: TempoTransport,
  query: string,
  { from, to }: Seconds,
  atMost: number,
  signal: AbortSignal | undefined,
): Promise<UsageRecord[]> {
  const response = (await requestJson(ledger, {
    path: 'search',
    // The end is excluded.
    query: { q: query, start: String(from), end: String(to + 1), limit: String(atMost), spss: '1' },
    ...(signal && { signal }),
  })) as { traces?: unknown } | null;
  return listOf<Found>(response?.traces).flatMap(({ spanSets }) =>
    listOf<{ spans?: unknown }>(spanSets)
      .flatMap(({ spans }) => listOf<FoundSpan>(spans))
      .slice(0, 1)
      .map(recordOfFound),
  );
}

function recordOfFound({ startTimeUnixNano, durationNanos, attributes: keyValues }: FoundSpan): UsageRecord {
  const attributes = new Map([...attributesOf(keyValues)].filter(([, value]) => value !== ABSENT));
  return recordOf({
    key: {
      startUnixNano: String(startTimeUnixNano),
      traceId: textOf(attributes.get(LEDGER_ATTRIBUTES.traceId)) ?? '',
      spanId: textOf(attributes.get(LEDGER_ATTRIBUTES.spanId)) ?? '',
      sender: senderOf(attributes),
    },
    durationNs: BigInt(String(durationNanos ?? 0)),
    attributes,
  });
}

function pageOf(records: readonly UsageRecord[], limit: number): RecordPage {
  const newestFirst = records.toSorted((a, b) => (isOlder(a, b) ? 1 : -1));
  const page = newestFirst.slice(0, limit);
  const last = page.at(-1);
  return { records: page, next: newestFirst.length > limit && last !== undefined ? recordKeyOf(last) : null };
}

/** The order of lists: start, trace, span, sender. */
function isOlder(a: RecordKey, b: RecordKey): boolean {
  const [startA, startB] = [BigInt(a.startUnixNano), BigInt(b.startUnixNano)];
  if (startA !== startB) {
    return startA < startB;
  }
  const textsOf = ({ traceId, spanId, sender }: RecordKey) => `${traceId} ${spanId} ${sender ?? ''}`;
  return textsOf(a) < textsOf(b);
}

function secondOf({ startUnixNano }: RecordKey): number {
  return Number(BigInt(startUnixNano) / 1_000_000_000n);
}
