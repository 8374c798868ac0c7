/** The first version of Node on which records are made: from it on, contexts and module hooks are what we rely on. */
export const FIRST_NODE = '22.15.0';

/** Whether `version` is `least` or newer; both are `major.minor.patch`. */
export function isAtLeast(version: string, least: string): boolean {
  const a = version.split('.').map((part) => Number.parseInt(part, 10));
  const b = least.split('.').map((part) => Number.parseInt(part, 10));
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
