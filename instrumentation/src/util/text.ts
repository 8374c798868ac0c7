/** What came as text, or as a number that stands for a name: ids often do. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return Number.isFinite(value) || typeof value === 'bigint' ? String(value) : undefined;
}
