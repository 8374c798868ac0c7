/** One line of a cost: quantity × price of one meter. Exact decimals as strings; encoded as JSON with these names. */
export interface CostLine {
  /** Meter: `input`, `cache_read`, `output`, `request`, `web_search`, … */
  meter: string;
  /** Units billed on this line, a decimal. */
  quantity: string;
  /** Price of `per` units as published, a decimal. */
  unitPrice: string;
  /**
   * Currency of `unitPrice` if it is not USD: three capital letters. The exchange rate and its date are one of the
   * factors.
   */
  currency?: string;
  /** Number of units that `unitPrice` refers to: 1000000 for "per 1M tokens", 1 for "per request". */
  per: number;
  /** quantity × unitPrice ÷ per × the factors, in USD, exact and unrounded. */
  amountUsd: string;
  /** Factors applied on top of the price, with their names. */
  factors?: { name: string; times: string }[];
}

/** Decodes a cost line; null if `text` is not one. */
export function decodeCostLine(text: string): CostLine | null {
  try {
    const value = JSON.parse(text) as Partial<CostLine> | null;
    const isComplete =
      typeof value?.meter === 'string' &&
      typeof value.quantity === 'string' &&
      typeof value.unitPrice === 'string' &&
      typeof value.per === 'number' &&
      typeof value.amountUsd === 'string';
    return isComplete ? (value as CostLine) : null;
  } catch {
    return null;
  }
}
