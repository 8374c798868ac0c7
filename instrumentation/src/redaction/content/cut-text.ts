/**
 * `text` in at most `limit` bytes of UTF-8, with a mark and the original size where something is missing. `size` is that
 * of the whole, bytes, where `text` is only its beginning.
 */
export function cutText(text: string, limit: number, size = Buffer.byteLength(text)): string {
  return size <= limit ? text : `${firstBytes(text, limit - 64)}\n[cut: ${limit} of ${size} bytes]`;
}

/** The beginning of `text` that fits, without half a character. */
export function firstBytes(text: string, bytes: number): string {
  const most = Math.max(0, bytes);
  return Buffer.from(text.slice(0, most))
    .subarray(0, most)
    .toString()
    .replace(/\uFFFD+$/, '');
}
