import { LEDGER_DATABASE, TRACES_DATABASE } from './access-list.ts';

/** The ids of a record: 32 and 16 hex digits, and who sent it. */
export interface RecordIds {
  readonly traceId: string;
  readonly spanId: string;
  readonly sender: string;
}

/** Rank in `ver` of a record whose person was forgotten: no other version replaces it. */
export const FORGOTTEN_RANK = 4n;
const RANK_BITS = 56n;

/** `ver` of a forgotten record. */
export function forgottenVersion(unixMs: number): string {
  return String((FORGOTTEN_RANK << RANK_BITS) + BigInt(unixMs));
}

/**
 * The statement that removes the spans of records, with their content, from the traces store: those of the records, and those of
 * their attempts below them.
 */
export function deleteContentStatement(records: readonly RecordIds[]): string {
  const ids = records.map(({ traceId, spanId }) => `('${hex(traceId)}', '${hex(spanId)}')`).join(', ');
  return (
    `ALTER TABLE ${TRACES_DATABASE}.otel_traces ` +
    `DELETE WHERE (TraceId, SpanId) IN (${ids}) OR (TraceId, ParentSpanId) IN (${ids})`
  );
}

/** The statement that removes what the ledger's table still has of the versions before the forgotten ones. */
export function deleteOlderVersionsStatement(records: readonly RecordIds[]): string {
  const ids = records
    .map(({ traceId, spanId, sender }) => `('${hex(traceId)}', '${hex(spanId)}', ${quoted(sender)})`)
    .join(', ');
  return (
    `ALTER TABLE ${LEDGER_DATABASE}.usage_records ` +
    `DELETE WHERE (trace_id, span_id, sender) IN (${ids}) AND ver < ${FORGOTTEN_RANK << RANK_BITS}`
  );
}

function hex(id: string): string {
  if (!/^[0-9a-f]{16,32}$/.test(id)) {
    throw new Error(`"${id}" is no id of a span: 16 or 32 hex digits in lower case`);
  }
  return id;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
