import type { AttributeKey, RecordKey } from '@tokentrail/records';

/** The content attributes of one record, as text. Attributes that were not recorded are absent. */
export type RecordContent = Partial<Record<AttributeKey, string>>;

/** Reads the traces store. Rejects with `StoreError`; the kind is `forbidden` if the user may not read content. */
export interface TraceReader {
  /** Null if the record's span is not yet, or no longer, in the traces store. */
  content(key: RecordKey, signal?: AbortSignal): Promise<RecordContent | null>;
}
