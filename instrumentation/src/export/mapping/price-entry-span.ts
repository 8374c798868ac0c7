import type { PriceEntryRecord } from '@tokentrail/pricing';
import { SPAN_KIND, type SpanData } from '../otlp/span-encoder.ts';

/**
 * Creates the span of a price entry, in its own trace. It has no record type, so it is not a row and not counted; the
 * ledger stores it under its hash, which rows refer to.
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
