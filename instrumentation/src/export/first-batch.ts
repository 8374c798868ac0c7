/** As many of the first of `frames` as one request of `mostBytes` may hold; one at least, whatever its size. */
export function firstBatch(frames: readonly Uint8Array[], mostBytes: number): Uint8Array[] {
  let bytes = frames[0]?.length ?? 0;
  let count = 1;
  while (count < frames.length && bytes + frames[count]!.length <= mostBytes) bytes += frames[count++]!.length;
  return frames.slice(0, count);
}
