/** Buckets from `first` to `last`, both included. */
export interface Span {
  first: number;
  last: number;
}

export function spanBetween(a: number, b: number): Span {
  return { first: Math.min(a, b), last: Math.max(a, b) };
}
