import type { AttemptState, Billed, CostLine, CostState } from '@tokentrail/records';
import type { BookSource } from './book/document.ts';
import type { PriceEntryRecord } from './book/entry-record.ts';

/** One upstream try as whoever made it knows it. What was not reported is absent, never 0. */
export interface AttemptToPrice {
  state: AttemptState;
  /** Absent: derived from `state`, `statusCode` and `usage` (see `billedOf`). */
  billed?: Billed | undefined;
  statusCode?: number | undefined;
  /** Host the request went to, with its port where that is not the scheme's own: `api.openai.com`, `127.0.0.1:9001`. */
  host?: string | undefined;
  /** `gen_ai.provider.name`. Decides only where no host is known, or the book asks for it. */
  provider?: string | undefined;
  /** The model this provider was asked for. */
  model?: string | undefined;
  /** The model the provider says answered. */
  responseModel?: string | undefined;
  /** The wire format: `openai.chat`, `openai.responses`, `openai.embeddings`, `anthropic.messages`, … */
  apiFormat?: string | undefined;
  /** The usage object exactly as the provider sent it. */
  usage?: unknown;
  /**
   * Counts that stand outside the usage object. `image`, `second`, `character`, `page` count where the price asks for
   * them; any other (`web_search`, `file_search`, `tool_call`, …) must have a price, or the price is unknown.
   */
  units?: Readonly<Record<string, number>> | undefined;
  requestedTier?: string | undefined;
  servedTier?: string | undefined;
  /** `region`, `speed`, `batch` ("true"), `size`, `quality`, `resolution`, `search_context`. */
  conditions?: Readonly<Record<string, string>> | undefined;
  /** It asks for more of the answer that the try before it began: the caller is charged for both. */
  continues?: boolean | undefined;
  /** Start of this try, unix milliseconds. */
  startUnixMs: number;
  /** Name of the key on the buying side: contract factors may hang on it. */
  keyName?: string | undefined;
  /** Cost the provider itself reported, USD as a decimal. It becomes `paid`. */
  reportedCostUsd?: string | undefined;
  /** The usage of a try that was priced before, as its `PriceBasis` gives it: in the place of `usage`. */
  meters?: Readonly<Record<string, number>> | undefined;
  /** The price that a try has already, which holds whatever the book says by now. */
  priced?: { entry: PriceEntryRecord; contract?: string | undefined } | undefined;
}

/** One call: its tries in order, and the caller's side. */
export interface CallToPrice {
  attempts: readonly AttemptToPrice[];
  requestedModel?: string | undefined;
  user?: string | undefined;
  group?: string | undefined;
}

/** `nanoUsd` is null exactly where `state` is `unknown_price` or `unknown_usage`. */
export interface PricedAmount {
  nanoUsd: bigint | null;
  state: CostState;
}

export type PriceSource = BookSource | 'provider';

/** What the price of a try was worked out from: with it and the price entry it can be worked out again. */
export interface PriceBasis {
  /** The usage as prices count it, by meter, each with all that is in it; null where it is not known. */
  meters: Readonly<Record<string, number>> | null;
  /** As in `TryToPrice`. */
  units: Readonly<Record<string, number>>;
  /** All that is known: what was said of the call, and what its usage told. Lower case. */
  conditions: Readonly<Record<string, string | undefined>>;
  requestedTier: string | undefined;
  servedTier: string | undefined;
  /** Null, as the three below, where the try has no price. */
  source: PriceSource | null;
  /** Content address of the price entry; null too where only the provider said what the try cost. */
  entry: string | null;
  /** Label of the price row. */
  tier: string | null;
  /** Factor of our contract; null too where there is none. */
  contract: string | null;
}

/** `paid` of one try, and what it was worked out from. */
export interface PricedAttempt extends PricedAmount {
  basis(): PriceBasis;
}

export interface PricedCall {
  /** Public price of what was used, all tries. */
  list: PricedAmount;
  /** What the provider's invoice will say, all tries. */
  paid: PricedAmount;
  /** What the caller is billed. */
  charged: PricedAmount;
  /** `paid` of each try, in the order of `tries`; null for a candidate that was not tried or has not ended. */
  attempts: readonly (PricedAttempt | null)[];
  /** Lines of `charged`; their exact sum rounds to it. Empty unless `charged` is priced. */
  lines: readonly CostLine[];
  /** Plain text that evaluates to `charged` (`evaluateFormula`); null unless `charged` is priced. */
  formula: string | null;
  /** Where the price of the charge came from; null where no price was found or needed. */
  source: PriceSource | null;
  /** Version of the price book. */
  version: string | null;
  /** Content address of the price entry: sha256 of its canonical JSON, 64 hex digits. */
  entry: string | null;
  /** Label of the price row that applied. */
  tier: string | null;
  /** Why an amount is unknown, for people; null where none is. */
  reason: string | null;
}
