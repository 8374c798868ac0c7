/**
 * The parts of the instrumentation that make a record and its spans. The history uses them so that its records are the same as
 * those of an instrumented program. They are internal: no other file of the history imports from the instrumentation.
 */
export type {
  CallEnd,
  CandidateInfo,
  ContentKey,
  ReportedUsage,
  RequestFacts,
  ResponseHead,
} from '../../../instrumentation/src/types.ts';
export type { AttemptInfo, AttemptRecord } from '../../../instrumentation/src/record/attempt-record.ts';
export { CallRecord, type RecordHost } from '../../../instrumentation/src/record/call-record.ts';
export { costOfRecord } from '../../../instrumentation/src/record/cost-of-record.ts';
export { Privacy } from '../../../instrumentation/src/redaction/content/privacy.ts';
export { nanoUsd } from '../../../instrumentation/src/api/record-event.ts';
export { loadPrices, type Prices } from '../../../instrumentation/src/runtime/prices.ts';
export { spansOfRecord } from '../../../instrumentation/src/export/mapping/span-of-record.ts';
export { outcomeOfRecord } from '../../../instrumentation/src/export/mapping/caller-attributes.ts';
export { finishReasonsOf } from '../../../instrumentation/src/export/mapping/call-attributes.ts';
export { runningSpan } from '../../../instrumentation/src/export/mapping/running-span.ts';
export { spanOfPriceEntry } from '../../../instrumentation/src/export/mapping/price-entry-span.ts';
export {
  encodeBatch,
  encodeSpan,
  type BatchHead,
  type SpanData,
} from '../../../instrumentation/src/export/otlp/span-encoder.ts';
export { readPartialSuccess } from '../../../instrumentation/src/export/otlp/partial-success.ts';
export { VERSION } from '../../../instrumentation/src/runtime/version.ts';
