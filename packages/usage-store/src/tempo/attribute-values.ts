/** The value of an attribute. An integer is text, because it may exceed 2^53. */
export type AttributeValue = string | number | boolean | readonly string[];

/** Attributes of a span and its resource by name. */
export type AttributeValues = ReadonlyMap<string, AttributeValue>;

/** Reads attributes in the JSON form of OTLP. Values of other types than ours are ignored. */
export function attributesOf(keyValues: unknown): AttributeValues {
  const values = new Map<string, AttributeValue>();
  for (const { key, value } of listOf<{ key?: unknown; value?: unknown }>(keyValues)) {
    const known = valueOf(value);
    if (typeof key === 'string' && known !== undefined) {
      values.set(key, known);
    }
  }
  return values;
}

/** An attribute as text, a list as JSON. */
export function textOf(value: AttributeValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** A list of a response; empty if the response leaves it out. */
export function listOf<T extends object>(value: unknown): T[] {
  return Array.isArray(value)
    ? (value.filter((element) => typeof element === 'object' && element !== null) as T[])
    : [];
}

function valueOf(value: unknown): AttributeValue | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { stringValue, intValue, doubleValue, boolValue, arrayValue } = value as Readonly<Record<string, unknown>>;
  if (typeof intValue === 'string' || typeof intValue === 'number') {
    return String(intValue);
  }
  if (typeof arrayValue === 'object' && arrayValue !== null) {
    const { values } = arrayValue as { values?: unknown };
    return listOf<{ stringValue?: unknown }>(values).map((element) => String(element.stringValue ?? ''));
  }
  return [stringValue, doubleValue, boolValue].find(
    (one): one is string | number | boolean =>
      one !== undefined && ['string', 'number', 'boolean'].includes(typeof one),
  );
}
