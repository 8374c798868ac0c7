import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { TextCondition, TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back a record is searched for, one step after the other, ms. Null: to the first record. */
const STEPS_MS: readonly (number | null)[] = [HOUR_MS, DAY_MS, 30 * DAY_MS, null];
/** Records with one id that are looked at. */
const MAX_RECORDS = 500;
/** Keys that an error names. */
const MAX_NAMED = 20;

/** Trace id, span id, and the sender if several have the same ids. */
const KEY = /^([0-9a-f]{32})\/([0-9a-f]{16})(?:\/(.+))?$/;
const TRACE_ID = /^[0-9a-f]{32}$/;

/** The key of a record as people write it: `TRACE_ID/SPAN_ID/SENDER`. */
export function keyText({ traceId, spanId, sender }: RecordKey): string {
  return [traceId, spanId, ...(sender === undefined ? [] : [sender])].join('/');
}

/**
 * The record with this request id, id of the provider's response, trace id or key; last, with an attempt to which the provider gave this
 * id. The newest records are searched first, because a search over everything may take long.
 * @param withAttempts whether the account may read attempts
 * @throws UserError if there is none, or more than one.
 */
export async function findRecord(
  ledger: UsageLedger,
  id: string,
  nowMs: number,
  withAttempts: boolean,
): Promise<UsageRecord> {
  for (const range of rangesUntil(nowMs)) {
    for (const { condition, isMeant = () => true } of lookupsOf(id)) {
      const { records } = await ledger.list({ range, filter: { conditions: [condition] }, limit: MAX_RECORDS });
      const record = onlyOne(id, records.filter(isMeant));
      if (record !== undefined) {
        return record;
      }
    }
  }
  const record = withAttempts && !KEY.test(id) ? await findByAttempt(ledger, id, nowMs) : undefined;
  if (record !== undefined) {
    return record;
  }
  throw new UserError(
    `the ledger has no record with the id ${id}: give a request id, a response id, a trace id or a key`,
  );
}

async function findByAttempt(ledger: UsageLedger, requestId: string, nowMs: number): Promise<UsageRecord | undefined> {
  for (const range of rangesUntil(nowMs)) {
    const keys = await ledger.keysOfAttempt({ requestId, range, limit: MAX_RECORDS });
    const records = keys.length === 0 ? [] : await ledger.records(keys);
    const record = onlyOne(
      requestId,
      records.filter((found) => found !== null),
    );
    if (record !== undefined) {
      return record;
    }
  }
  return undefined;
}

/** The ranges that are searched, each containing the one before it. */
function rangesUntil(nowMs: number): TimeRange[] {
  return STEPS_MS.map((backMs) => ({ fromMs: backMs === null ? 0 : nowMs - backMs, toMs: nowMs + DAY_MS }));
}

/** Throws if there is more than one. */
function onlyOne(id: string, records: readonly UsageRecord[]): UsageRecord | undefined {
  if (records.length > 1) {
    throw new UserError(severalText(id, records));
  }
  return records[0];
}

interface Lookup {
  condition: TextCondition;
  isMeant?: (record: UsageRecord) => boolean;
}

function lookupsOf(id: string): Lookup[] {
  const [, traceId, spanId, sender] = KEY.exec(id) ?? [];
  if (traceId !== undefined) {
    const isMeant = (record: UsageRecord) =>
      record.spanId === spanId && (sender === undefined || record.sender === sender);
    return [{ condition: { field: 'trace', values: [traceId] }, isMeant }];
  }
  const fields = TRACE_ID.test(id) ? (['trace', 'request', 'response'] as const) : (['request', 'response'] as const);
  return fields.map((field) => ({ condition: { field, values: [id] } }));
}

function severalText(id: string, records: readonly UsageRecord[]): string {
  const keys = records.slice(0, MAX_NAMED).map((record) => `  ${keyText(record)}`);
  const more = records.length > MAX_NAMED ? [`  … and ${records.length - MAX_NAMED} more`] : [];
  return [`${records.length} records have the id ${id}: give the key of one of them`, ...keys, ...more].join('\n');
}
