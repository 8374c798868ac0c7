import type { AttemptState, Billed, CostLine, CostState } from '@tokentrail/records';
import type { BookSource } from './book/document.ts';
import type { PriceEntryRecord } from './book/entry-record.ts';

/** One upstream attempt as its sender knows it. What was not reported is absent, never 0. */
export interface AttemptToPrice {
  state: AttemptState;
  /** Absent: derived from `state`, `statusCode` and `usage` (see `billedOf`). */
  billed?: Billed | undefined;
  statusCode?: number | undefined;
  /** Host of the request, with a non-default port: `api.openai.com`, `127.0.0.1:9001`. */
  host?: string | undefined;
  /** `gen_ai.provider.name`. Used if no host is known, or if the price book requires it. */
  provider?: string | undefined;
  /** The requested model. */
  model?: string | undefined;
  /** The model that responded, as the provider reports it. */
  responseModel?: string | undefined;
  /** The wire format: `openai.chat`, `openai.responses`, `openai.embeddings`, `anthropic.messages`, … */
  apiFormat?: string | undefined;
  /** The usage object exactly as the provider sent it. */
  usage?: unknown;
  /**
   * Counts outside the usage object. `image`, `second`, `character`, `page` count only if the price needs them; any
   * other (`web_search`, `file_search`, `tool_call`, …) must have a price, otherwise the price is unknown.
   */
  units?: Readonly<Record<string, number>> | undefined;
  requestedTier?: string | undefined;
  servedTier?: string | undefined;
  /** `region`, `speed`, `batch` ("true"), `size`, `quality`, `resolution`, `search_context`, `deployment`. */
  conditions?: Readonly<Record<string, string>> | undefined;
  /** This attempt requests the continuation of the previous attempt's response: the caller is charged for both. */
  continues?: boolean | undefined;
  /** Start of this attempt, unix milliseconds. */
  startUnixMs: number;
  /** Name of the provider key: contract factors may depend on it. */
  keyName?: string | undefined;
  /** Cost that the provider reported, USD as a decimal. It becomes `paid`. */
  reportedCostUsd?: string | undefined;
  /** Usage of an attempt that was priced before, from its `PriceBasis`; replaces `usage`. */
  meters?: Readonly<Record<string, number>> | undefined;
  /** The price the attempt already has; it applies even if the price book has changed. */
  priced?: { entry: PriceEntryRecord; contract?: string | undefined } | undefined;
}

/** One call: its attempts in order, and the caller's side. */
export interface CallToPrice {
  attempts: readonly AttemptToPrice[];
  requestedModel?: string | undefined;
  user?: string | undefined;
  group?: string | undefined;
}

/** `nanoUsd` is null if and only if `state` is `unknown_price` or `unknown_usage`. */
export interface PricedAmount {
  nanoUsd: bigint | null;
  state: CostState;
}

export type PriceSource = BookSource | 'provider';

/** The inputs of an attempt's price: with them and the price entry the price can be recomputed. */
export interface PriceBasis {
  /** The usage by meter, each including its parts; null if unknown. */
  meters: Readonly<Record<string, number>> | null;
  /** As in `AttemptToPrice`. */
  units: Readonly<Record<string, number>>;
  /** All known conditions, given with the call or read from its usage. Lower case. */
  conditions: Readonly<Record<string, string | undefined>>;
  requestedTier: string | undefined;
  servedTier: string | undefined;
  /** Null, like the three fields below, if the attempt has no price. */
  source: PriceSource | null;
  /** Content address of the price entry; also null if only the provider reported the cost. */
  entry: string | null;
  /** Label of the price row. */
  tier: string | null;
  /** Factor of our contract; also null if there is none. */
  contract: string | null;
}

/** `paid` of one attempt, and its basis. */
export interface PricedAttempt extends PricedAmount {
  basis(): PriceBasis;
}

export interface PricedCall {
  /** Public price of the usage of all attempts. */
  list: PricedAmount;
  /** What the provider will invoice for all attempts. */
  paid: PricedAmount;
  /** What the caller is billed. */
  charged: PricedAmount;
  /** `paid` of each attempt, in the order of `attempts`; null for a candidate that was not sent or has not ended. */
  attempts: readonly (PricedAttempt | null)[];
  /** Lines of `charged`; their exact sum rounds to it. Empty unless `charged` is priced. */
  lines: readonly CostLine[];
  /** Plain text that evaluates to `charged` (`evaluateFormula`); null unless `charged` is priced. */
  formula: string | null;
  /** Source of the charged price; null if no price was found or needed. */
  source: PriceSource | null;
  /** Version of the price book. */
  version: string | null;
  /** Content address of the price entry: sha256 of its canonical JSON, 64 hex digits. */
  entry: string | null;
  /** Label of the price row that applied. */
  tier: string | null;
  /** Why an amount is unknown, as text for people; null if all are known. */
  reason: string | null;
}
