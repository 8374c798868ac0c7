/** `values` without its undefined fields. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = {} as { [K in keyof T]: Exclude<T[K], undefined> };
  for (const key of Object.keys(values) as (keyof T)[]) {
    if (values[key] !== undefined) kept[key] = values[key] as Exclude<T[typeof key], undefined>;
  }
  return kept;
}
