import type { AttributeKey, RecordKey } from '@tokentrail/records';

/** The content attributes of one record, as text; absent where not recorded. */
export type RecordContent = Partial<Record<AttributeKey, string>>;

/** Reads the traces store. Rejects with `StoreError`; kind `forbidden` for who may not read content. */
export interface TraceReader {
  /** Null: the record's span is no longer, or not yet, in the traces store. */
  content(key: RecordKey, signal?: AbortSignal): Promise<RecordContent | null>;
}
