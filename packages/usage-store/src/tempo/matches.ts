import type { UsageRecord } from '@tokentrail/records';
import { parseSearch } from '../search.ts';
import type { RecordFilter, TimeRange } from '../usage-ledger.ts';

/** Whether a record is in `range`. Tempo's ranges have whole seconds. */
export function isInRange({ startUnixNano }: UsageRecord, { fromMs, toMs }: TimeRange): boolean {
  const start = BigInt(startUnixNano);
  return start >= BigInt(Math.trunc(fromMs)) * 1_000_000n && start < BigInt(Math.trunc(toMs)) * 1_000_000n;
}

/** Whether a record matches the search. TraceQL cannot find terms in a given order, or across two attributes. */
export function matchesSearch(record: UsageRecord, { search }: RecordFilter): boolean {
  const parsed = parseSearch(search);
  switch (parsed.kind) {
    case 'all':
      return true;
    case 'errors':
      return (record.statusCode ?? 0) >= 400 || record.state === 'failed';
    case 'terms':
      return searchedTexts(record).some((text) => hasInOrder(text.toLowerCase(), parsed.terms));
  }
}

function searchedTexts(record: UsageRecord): string[] {
  const { statusCode, errorType, errorCode, errorMessage } = record;
  const status = statusCode !== null && statusCode >= 400 ? String(statusCode) : '';
  const texts = [
    record.endpoint,
    record.userId,
    record.requestModel,
    record.targetModel,
    record.responseModel,
    record.keyName,
    record.keyPreview,
    [status, errorType ?? '', errorCode ?? '', errorMessage ?? ''].join(' '),
  ];
  return texts.filter((text) => text !== null);
}

function hasInOrder(text: string, terms: readonly string[]): boolean {
  let from = 0;
  for (const term of terms) {
    const index = text.indexOf(term.toLowerCase(), from);
    if (index < 0) {
      return false;
    }
    from = index + term.length;
  }
  return true;
}
