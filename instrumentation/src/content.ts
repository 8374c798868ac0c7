import { redactHeaders, type HeaderSet } from './redaction/redact-headers.ts';
import { REDACTED, redactText } from './redaction/redact-text.ts';
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

/** A key shorter than this may be an ordinary word. */
const SHORTEST_KEY = 8;

/**
 * Content as the text of its attribute: redacted first, then cut. Undefined where `value` says nothing. What was JSON
 * is still JSON after a cut: an object with the first part as text. `keys` are those of the call, in clear: many have no
 * shape that could be told, and providers quote them in their refusals.
 */
export function contentText(
  key: ContentKey,
  value: unknown,
  redactedHeaders: readonly string[],
  keys: readonly string[] = [],
): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (HEADER_SETS.has(key)) {
    return withoutKeys(JSON.stringify(redactHeaders(value as HeaderSet, redactedHeaders)), keys);
  }
  const isText = typeof value === 'string';
  const text = isText ? value : stringify(value);
  const limit = key === 'metadata' ? METADATA_LIMIT : BODY_LIMIT;
  return text === undefined ? undefined : redactedPart(text, limit, isText, keys);
}

function withoutKeys(text: string, keys: readonly string[]): string {
  return keys.reduce((rest, key) => (key.length < SHORTEST_KEY ? rest : rest.replaceAll(key, REDACTED)), text);
}

/** Longer than any key: what may stand halved at the end of a part that was looked through. */
const MARGIN = 16 * 1024;

/** Only what can be kept is looked through, and a little more, so that a body of any size costs the same. */
function redactedPart(text: string, limit: number, isText: boolean, keys: readonly string[]): string {
  if (text.length <= limit + MARGIN) {
    return cut(redactText(withoutKeys(text, keys)), limit, isText);
  }
  const redacted = redactText(withoutKeys(text.slice(0, limit + MARGIN), keys));
  return cut(redacted.slice(0, -MARGIN), limit, isText, Buffer.byteLength(text));
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

/**
 * `text` in at most `limit` bytes of UTF-8, with a mark and the original size where something is missing. `size` is that
 * of the whole, bytes, where `text` is only its beginning.
 */
export function cut(text: string, limit: number, isText: boolean, size = Buffer.byteLength(text)): string {
  if (size <= limit) {
    return text;
  }
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
