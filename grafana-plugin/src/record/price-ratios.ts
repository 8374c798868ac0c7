/** One ratio of a price: `model` and `completion`, otherwise the name of a meter. */
export interface PriceRatio {
  name: string;
  /** A decimal. */
  ratio: string;
}

/**
 * The ratios of a price entry, which is JSON. Null if its prices are not stated as ratios: a model's ratio × $2 is the
 * price of a million input tokens, `completion` times that of output.
 */
export function ratiosOfEntry(entry: string): PriceRatio[] | null {
  const ratios = propertyOf(propertyOf(parsed(entry), 'sell'), 'ratios');
  if (typeof ratios !== 'object' || ratios === null) {
    return null;
  }
  return Object.entries(ratios).flatMap(([name, ratio]) => (typeof ratio === 'string' ? [{ name, ratio }] : []));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : null;
}
