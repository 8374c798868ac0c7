/** As many of the first of `frames` as one request of `mostBytes` may hold; one at least, whatever its size. */
export function firstBatch(encodedSpans: readonly Uint8Array[], mostBytes: number): Uint8Array[] {
  let bytes = encodedSpans[0]?.length ?? 0;
  let count = 1;
  while (count < encodedSpans.length && bytes + encodedSpans[count]!.length <= mostBytes)
    bytes += encodedSpans[count++]!.length;
  return encodedSpans.slice(0, count);
}
