/** `value` as text if it is a string or a number: ids are often numbers. Otherwise undefined. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return Number.isFinite(value) || typeof value === 'bigint' ? String(value) : undefined;
}
