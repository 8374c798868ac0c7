import type { AttributeKey, RecordKey } from '@tokentrail/records';
import type { TimeRange } from './usage-ledger.ts';

/** The content attributes of one record, as text. Attributes that were not recorded are absent. */
export type RecordContent = Partial<Record<AttributeKey, string>>;

/** The content attributes that one record has, each with the bytes of its text in UTF-8. */
export type ContentSizes = Partial<Record<AttributeKey, number>>;

/** A span of a trace that is neither a record nor an attempt: the app itself recorded it. */
export interface AppSpan {
  spanId: string;
  /** Null for the first span of a trace. */
  parentSpanId: string | null;
  name: string;
  service: string;
  startUnixNano: string;
  durationMs: number;
  /** Whether its status is an error. */
  failed: boolean;
}

/** More spans of one trace are not read. */
export const MAX_APP_SPANS = 200;

/** Reads the traces store. Rejects with `StoreError`; the kind is `forbidden` if the user may not read content. */
export interface TraceReader {
  /**
   * Which content a record has, without the content itself, which may be megabytes. Null if the record's span is not yet, or no
   * longer, in the traces store.
   */
  contentSizes(key: RecordKey, signal?: AbortSignal): Promise<ContentSizes | null>;
  /**
   * The content of a record. Null as with `contentSizes`.
   *
   * @param names reads only these attributes; others are absent from the result. Undefined: all.
   */
  content(key: RecordKey, names?: readonly AttributeKey[], signal?: AbortSignal): Promise<RecordContent | null>;
  /**
   * The app's own spans of a trace that started in the range, oldest first, at most `MAX_APP_SPANS`. The store has them only if the app
   * sends its traces to our collector.
   */
  appSpans(traceId: string, range: TimeRange, signal?: AbortSignal): Promise<AppSpan[]>;
  /**
   * When the oldest span of the store started, unix ms: the content of an older record was removed. Null if the store is empty, and if
   * it cannot say.
   */
  oldestMs(signal?: AbortSignal): Promise<number | null>;
}
