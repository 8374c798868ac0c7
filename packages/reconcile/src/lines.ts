import type { Decimal } from '@tokentrail/pricing/decimal';

/** What a provider bills apart from each other, and what the ledger can compute per attempt. */
export const CALL_KINDS = ['input', 'cached', 'written_5m', 'written_1h', 'output', 'request', 'tool'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/**
 * Kinds of an export that covers several kinds in one line: `input_any` is all input tokens, `written` is cache writes of any
 * lifetime, `all` is the whole cost of calls.
 */
export type CoarseKind = 'input_any' | 'written' | 'all';

/** Kinds that are not per call, so that the ledger has no rows for them; `unknown` is a text that cannot be read. */
export const OTHER_KINDS = ['credit', 'tax', 'minimum', 'adjustment', 'other', 'unknown'] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

export type LineKind = CallKind | CoarseKind | OtherKind;

export function isOtherKind(kind: LineKind): kind is OtherKind {
  return OTHER_KINDS.some((other) => other === kind);
}

/** One amount or one quantity of an export. A row of an export with several token counts yields several lines. */
export interface InvoiceLine {
  /** The party that sends the invoice: openai, anthropic, openrouter, aws, azure, google. */
  provider: string;
  /** The account that is billed and its part, as the export names them; null if it names none. */
  account: string | null;
  project: string | null;
  /** The key, by the id, name or masked form of the export; null if the export has no keys or the usage has no key. */
  key: string | null;
  /** Unix milliseconds; `to` is exclusive. */
  from: number;
  to: number;
  /** The text of the export that names what is billed. */
  label: string;
  /** As the export names it, without words for the tier and the kind; null if the line names no model. */
  model: string | null;
  /** standard, batch, flex, priority, or another word of the export; null if the export does not say. */
  tier: string | null;
  kind: LineKind;
  /** Tokens, requests or uses; null if the export states none. */
  quantity: Decimal | null;
  /** `tokens` after conversion of thousands and millions; otherwise as exported. */
  unit: string | null;
  /** In units of `currency`; null if the export states only usage. */
  amount: Decimal | null;
  /** Three capital letters. */
  currency: string;
  /** How far the true amount may be from the exported one: half a cent if the export has two decimals. */
  within: Decimal;
  /** Name of the file and the line in it. */
  file: string;
  row: number;
  /** The provider's id of the call, if the export has one row per call. */
  call: string | null;
}

/** A part of a ledger line. */
export interface Portion {
  attempts: number;
  /** In the unit of the line. */
  quantity: bigint;
  paidNanoUsd: bigint;
}

/**
 * What the ledger recorded for one day, key, model, tier and kind, over attempts. Attempts without a known usage have no quantity and
 * no paid amount; they are counted in `possiblyBilled` and `unknownUsage`. A line may consist of such attempts only.
 */
export interface LedgerLine {
  /** `YYYY-MM-DD` in the zone of the reconciliation, by the start of the attempt. */
  day: string;
  provider: string;
  /** The key as the ledger names it: fingerprint, preview or name. Empty if it is not known. */
  key: string;
  /** The model that responded, or the requested one if the response names none. */
  model: string;
  /** As `InvoiceLine.tier`; `standard` if nothing else was served. */
  tier: string;
  /** `all`: an amount that cannot be split by kind, because the provider reported one cost of the call. */
  kind: CallKind | 'all';
  /** Tokens, requests or uses of attempts with a known usage. */
  quantity: bigint;
  /** Of attempts with a known price. */
  paidNanoUsd: bigint;
  /** Attempts with a known usage. Each may add half a nano-USD of rounding. */
  attempts: number;
  /** Attempts whose price is unknown; their quantity is part of `quantity`. */
  unpriced?: { attempts: number; quantity: bigint };
  /** Attempts whose provider's request id occurs a second time in the ledger; part of this line. */
  repeated?: Portion;
  /** Part of this line that the provider may count to the day before. */
  nearStart?: Portion;
  /** Part of this line that the provider may count to the day after. */
  nearEnd?: Portion;
  /**
   * At most what the provider billed for attempts that were cancelled or timed out; not part of this line. Usually the
   * usage of the attempt that responded in the same call.
   */
  possiblyBilled?: Portion;
  /** The same for attempts with a response whose usage is unknown; not part of this line. */
  unknownUsage?: Portion;
}
