import type { ATTRIBUTES, AttributeKey, RecordKey } from '@tokentrail/records';

type ValueOf<K extends AttributeKey> = {
  string: string;
  int: number | bigint;
  double: number;
  boolean: boolean;
  'string[]': readonly string[];
}[(typeof ATTRIBUTES)[K]['type']];

export type RecordAttributes = { readonly [K in AttributeKey]?: ValueOf<K> };

/**
 * One version of a record as a store receives it: a span. A record has several versions: running ones, the ended one,
 * replays.
 */
export interface RecordVersion {
  key: RecordKey;
  durationNs: bigint;
  attributes: RecordAttributes;
  /** Set if another instrumentation made the span. */
  scope?: string;
}

/** First half of the trace ids of a window of time, because a store may join spans with equal ids at any time. */
export function windowId(fromMs: number): string {
  return fromMs.toString(16).padStart(16, '0');
}
