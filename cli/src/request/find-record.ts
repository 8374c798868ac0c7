import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { TextCondition, UsageLedger } from '@tokentrail/usage-store';
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
 * The record with this request id, id of the provider's response, trace id or key. The newest records are searched first, because a
 * search over everything may take long.
 * @throws UserError if there is none, or more than one.
 */
export async function findRecord(ledger: UsageLedger, id: string, nowMs: number): Promise<UsageRecord> {
  for (const backMs of STEPS_MS) {
    const range = { fromMs: backMs === null ? 0 : nowMs - backMs, toMs: nowMs + DAY_MS };
    for (const { condition, isMeant = () => true } of lookupsOf(id)) {
      const { records } = await ledger.list({ range, filter: { conditions: [condition] }, limit: MAX_RECORDS });
      const [record, ...others] = records.filter(isMeant);
      if (others.length > 0) {
        throw new UserError(severalText(id, records.filter(isMeant)));
      }
      if (record !== undefined) {
        return record;
      }
    }
  }
  throw new UserError(
    `the ledger has no record with the id ${id}: give a request id, a response id, a trace id or a key`,
  );
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
