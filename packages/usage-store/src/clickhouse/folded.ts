/** SQL that folds texts as `foldText` does. A tag can contain invalid UTF-8, which the engine would reject. */
export function foldedText(text: string): string {
  return `replaceAll(normalizeUTF8NFKCCasefold(toValidUTF8(${text})), 'i\\xCC\\x87', 'i')`;
}

/**
 * The same for a column with many different values. Most are ASCII, for which `lower` gives the same a hundred times
 * faster. A `LowCardinality` column is folded once per different value if only one function reads it.
 */
export function foldedUnique(column: string): string {
  return `if(isASCII(${column}), lower(${column}), ${foldedText(column)})`;
}
