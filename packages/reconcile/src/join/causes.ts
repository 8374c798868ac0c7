/**
 * Why an amount of the export and of the ledger differ. `explained`: the evidence accounts for the difference and there is nothing to
 * mend. `unexplained`: something has to be found or mended; the cause is what the figures look like.
 */
export const CAUSES = {
  /** Within the digits of the export and of the ledger. */
  rounding: 'explained',
  /** Calls at the edge of a day, which the provider counts to the other day. */
  midnight: 'explained',
  /** The same usage is in the export one to three days later. */
  late_day: 'explained',
  /** The export ends before this day. */
  not_yet_exported: 'explained',
  /** Attempts that were cancelled or timed out, and that the provider billed. */
  possibly_billed: 'explained',
  /** Attempts with a response whose usage is unknown. */
  unknown_usage: 'explained',
  /** Attempts whose usage is known and whose price is not. */
  unknown_price: 'explained',
  credit: 'explained',
  tax: 'explained',
  minimum: 'explained',
  adjustment: 'explained',
  /** Storage, fees and the like. */
  not_per_call: 'explained',
  /** Tokens are the same, the price per token is another. */
  price: 'unexplained',
  /** As `price`, from one day of the period on or until one. */
  price_change: 'unexplained',
  /** The provider billed at the prices of another service tier. */
  tier: 'unexplained',
  /** The provider billed the same tokens as another kind, such as cache writes for an hour. */
  other_kind: 'unexplained',
  /** The provider counts the same tokens to another key. */
  other_key: 'unexplained',
  /** A key without a row in the ledger. */
  unrecorded_key: 'unexplained',
  /** A model without a row in the ledger. */
  unrecorded_model: 'unexplained',
  /** A text of the export that this version cannot read as a model and a kind. */
  unknown_name: 'unexplained',
  /** The export has usage that the ledger lacks. */
  missing_calls: 'unexplained',
  /** The export has each token of the ledger twice, or three times. */
  billed_twice: 'unexplained',
  /** The ledger has calls twice: the provider's request ids are the same. */
  doubled_calls: 'unexplained',
  /** The ledger has usage that the export lacks. */
  not_invoiced: 'unexplained',
  /** The export has no row for a day before its end. */
  day_missing: 'unexplained',
} as const satisfies Record<string, 'explained' | 'unexplained'>;

export type Cause = keyof typeof CAUSES;
