/** `T` without undefined values: a field that may be undefined becomes optional. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** `values` without its undefined fields. */
export function defined<T extends object>(values: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(values)) {
    const value: unknown = values[name as keyof T];
    if (value !== undefined) kept[name] = value;
  }
  return kept as Defined<T>;
}
