/** One line of a cost: quantity × price of one meter. Exact decimals as strings; travels as JSON with these names. */
export interface CostLine {
  /** Meter: `input`, `cache_read`, `output`, `request`, `web_search`, … */
  meter: string;
  /** Units billed on this line, a decimal. */
  quantity: string;
  /** Price of `per` units as on the price page, a decimal. */
  unitPrice: string;
  /** Currency of `unitPrice` where that is not USD: three capitals. The rate and its day are one of the factors. */
  currency?: string;
  /** Units that `unitPrice` is for: 1000000 for "per 1M tokens", 1 for "per request". */
  per: number;
  /** quantity × unitPrice ÷ per × the factors, USD, exact and unrounded. */
  amountUsd: string;
  /** Factors applied on top of the price, with their names. */
  factors?: { name: string; times: string }[];
}

/** The cost line in `text`, or null where it is none. */
export function decodeCostLine(text: string): CostLine | null {
  try {
    const value = JSON.parse(text) as Partial<CostLine> | null;
    const whole =
      typeof value?.meter === 'string' &&
      typeof value.quantity === 'string' &&
      typeof value.unitPrice === 'string' &&
      typeof value.per === 'number' &&
      typeof value.amountUsd === 'string';
    return whole ? (value as CostLine) : null;
  } catch {
    return null;
  }
}
