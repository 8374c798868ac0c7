/** Minimum version of Node: the first one with the async contexts and module hooks that we rely on. */
export const FIRST_NODE = '22.15.0';

/** Whether `version` is `minimum` or newer. Both have the form `major.minor.patch`. */
export function isAtLeast(version: string, minimum: string): boolean {
  const a = version.split('.').map((part) => Number.parseInt(part, 10));
  const b = minimum.split('.').map((part) => Number.parseInt(part, 10));
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
