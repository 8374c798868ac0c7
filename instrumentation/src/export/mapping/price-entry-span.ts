import type { PriceEntryRecord } from '@tokentrail/pricing';
import { SPAN_KIND, type SpanData } from '../otlp/span-encoder.ts';

/**
 * A price entry as a span of its own, in a trace of its own. It has no record type, so it is no row and counts nowhere;
 * the ledger keeps it under its hash, for the rows that name it.
 */
export function spanOfPriceEntry(
  entry: PriceEntryRecord,
  now: number,
  ids: { traceId: string; spanId: string },
): SpanData {
  return {
    ...ids,
    name: 'price entry',
    kind: SPAN_KIND.internal,
    startTime: now,
    endTime: now,
    failed: false,
    attributes: [
      ['priceEntry', entry.hash],
      ['priceSource', entry.source],
      ['priceVersion', entry.version],
      ['priceContent', entry.content],
    ],
  };
}
