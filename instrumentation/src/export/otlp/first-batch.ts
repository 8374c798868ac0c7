/** The first `encodedSpans` that fit in a request of `maxBytes`; at least one, even if it is larger. */
export function firstBatch(encodedSpans: readonly Uint8Array[], maxBytes: number): Uint8Array[] {
  let bytes = encodedSpans[0]?.length ?? 0;
  let count = 1;
  while (count < encodedSpans.length && bytes + encodedSpans[count]!.length <= maxBytes)
    bytes += encodedSpans[count++]!.length;
  return encodedSpans.slice(0, count);
}
