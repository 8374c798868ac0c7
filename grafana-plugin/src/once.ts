/**
 * A function that calls `make` at its first use and then returns the same text: a table shows the same words in hundreds of
 * cells, and a translation takes longer than the rest of a cell. Do not call it while a module loads, because the
 * translations may not be loaded yet.
 */
export function once(make: () => string): () => string {
  let text: string | null = null;
  return () => (text ??= make());
}
