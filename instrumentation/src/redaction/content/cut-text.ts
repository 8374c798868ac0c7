/**
 * `text` in at most `limit` bytes of UTF-8. A cut text ends with a mark and the original size. If `text` is only the
 * beginning of a longer text, `size` is the size of that text in bytes.
 */
export function cutText(text: string, limit: number, size = Buffer.byteLength(text)): string {
  return size <= limit ? text : `${firstBytes(text, limit - 64)}\n[cut: ${limit} of ${size} bytes]`;
}

/** The beginning of `text` that fits into `bytes`, without half a character at the end. */
export function firstBytes(text: string, bytes: number): string {
  const maxBytes = Math.max(0, bytes);
  return Buffer.from(text.slice(0, maxBytes))
    .subarray(0, maxBytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}
