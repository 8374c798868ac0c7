import type { Outcome } from '@tokentrail/records';
import type { RecordSelection } from './record-selection.ts';

/** A sum over the known amounts, with the count of unknown ones: "≥ $X, n unknown". */
export interface AmountTotal {
  /** Integer of nano-USD in decimal digits. */
  nanoUsd: string;
  /** Number of selected records with an unknown amount. */
  unknown: number;
}

/**
 * Totals of a selection. Calls are records of type `usage`; costs, tokens and counts of calls cover those that have ended,
 * if nothing else is said.
 */
export interface Totals {
  /** Ended calls. */
  requests: number;
  /** Calls whose outcome is `failed`. */
  failed: number;
  cancelled: number;
  /** Running calls, including lost ones: a histogram has them apart. */
  running: number;
  /** Records of type `request`: inbound requests without a call. */
  inboundRequests: number;
  /** Records of all other types. */
  events: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** Calls that read at least one token from a cache. */
  cacheHits: number;
  /** `list` and `paid` are null if the ledger hides margins. */
  cost: { list: AmountTotal | null; paid: AmountTotal | null; charged: AmountTotal };
  /** Highest counts of calls and of their input and output tokens that started within one minute (UTC). */
  busiestMinute: { requests: number; tokens: number };
  topUps: AmountTotal;
  refunds: AmountTotal;
}

/** Milliseconds. */
export interface PercentileValues {
  p50: number;
  p95: number;
  p99: number;
}

/** Approximations: each value is within 1 % of the exact percentile. Over ended calls. */
export interface Percentiles {
  /** Null if no call has a duration. */
  durationMs: PercentileValues | null;
  /** Null if no call has a first chunk. */
  firstChunkMs: PercentileValues | null;
}

export interface HistogramRequest extends RecordSelection {
  /** Number of buckets, at least 1. */
  buckets: number;
}

/** Number of selected records of all types, by the time of their start and their outcome. */
export interface Histogram {
  /** Length of each bucket; the last one may reach beyond the range. */
  bucketMs: number;
  /** All buckets of the range, the oldest first. */
  buckets: { startMs: number; counts: Readonly<Record<Outcome, number>> }[];
}
