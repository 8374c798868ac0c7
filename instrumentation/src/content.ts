import { redactHeaders, type HeaderSet } from './redaction/redact-headers.ts';
import { redactText } from './redaction/redact-text.ts';
import type { ContentKey } from './record-types.ts';

/** Most bytes of one content attribute. */
const BODY_LIMIT = 1024 * 1024;
const METADATA_LIMIT = 16 * 1024;

const HEADER_SETS: ReadonlySet<ContentKey> = new Set<ContentKey>([
  'clientRequestHeaders',
  'clientResponseHeaders',
  'providerRequestHeaders',
  'providerResponseHeaders',
]);

/**
 * Content as the text of its attribute: redacted first, then cut. Undefined where `value` says nothing. What was JSON
 * is still JSON after a cut: an object with the first part as text.
 */
export function contentText(key: ContentKey, value: unknown, redactedHeaders: readonly string[]): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (HEADER_SETS.has(key)) {
    return JSON.stringify(redactHeaders(value as HeaderSet, redactedHeaders));
  }
  const isText = typeof value === 'string';
  const text = isText ? value : stringify(value);
  return text === undefined
    ? undefined
    : cut(redactText(text), key === 'metadata' ? METADATA_LIMIT : BODY_LIMIT, isText);
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_name, inner: unknown) => {
      if (typeof inner === 'bigint') return String(inner);
      return inner instanceof Uint8Array ? `[${inner.byteLength} bytes]` : inner;
    });
  } catch {
    return undefined;
  }
}

/** `text` in at most `limit` bytes of UTF-8, with a mark and the original size where something is missing. */
export function cut(text: string, limit: number, isText: boolean): string {
  // A character is three bytes at most per UTF-16 unit: most texts need no count.
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) {
    return text;
  }
  const size = Buffer.byteLength(text);
  const isJson = !isText || looksLikeJson(text);
  if (!isJson) {
    return `${firstBytes(text, limit - 64)}\n[cut: ${limit} of ${size} bytes]`;
  }
  let room = limit - 64;
  for (;;) {
    const wrapped = JSON.stringify({ cut: true, originalBytes: size, text: firstBytes(text, room) });
    const over = Buffer.byteLength(wrapped) - limit;
    if (over <= 0) return wrapped;
    // Quotes and newlines take more room once they are escaped.
    room -= Math.max(over, 1024);
  }
}

function firstBytes(text: string, bytes: number): string {
  return Buffer.from(text.slice(0, Math.max(0, bytes)))
    .subarray(0, Math.max(0, bytes))
    .toString()
    .replace(/\uFFFD+$/, '');
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
