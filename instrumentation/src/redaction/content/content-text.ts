import { redactHeaders, type HeaderRules, type OnSecrets } from '../redact-headers.ts';
import type { ContentKey } from '../../types.ts';
import { budget, type ContentRules } from './content-rules.ts';
import { cutText } from './cut-text.ts';
import { jsonText, MARGIN } from './json-text.ts';
import { withoutDataUrls, withoutMediaFields } from './media.ts';
import { WrittenJson, writtenJsonText } from './written-json.ts';

const METADATA_LIMIT = 16 * 1024;
const HEADERS_LIMIT = 64 * 1024;
/** A longer text is cut as plain text, even if it is JSON: parsing it would block the event loop. */
const MAX_PARSED_LENGTH = 32 * 1024 * 1024;

const HEADER_SETS: ReadonlySet<ContentKey> = new Set<ContentKey>([
  'clientRequestHeaders',
  'clientResponseHeaders',
  'providerRequestHeaders',
  'providerResponseHeaders',
]);

export function isHeaderSet(key: ContentKey): boolean {
  return HEADER_SETS.has(key);
}

/**
 * Content as the text of its attribute, at most `limit` bytes: redacted first, then cut. Undefined if `value` is
 * undefined or null. JSON stays valid JSON after a cut. `onSecrets` receives the secrets of headers.
 */
export function contentText(
  key: ContentKey,
  value: unknown,
  limit: number,
  rules: ContentRules & { headers: HeaderRules },
  onSecrets?: OnSecrets,
): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (isHeaderSet(key)) {
    return jsonText(redactHeaders(value, rules.headers, onSecrets), Math.min(limit, HEADERS_LIMIT), rules);
  }
  const maxBytes = key === 'metadata' ? Math.min(limit, METADATA_LIMIT) : limit;
  if (value instanceof WrittenJson) return writtenJsonText(value, maxBytes, rules);
  return typeof value === 'string' ? textContent(value, maxBytes, rules) : jsonText(value, maxBytes, rules);
}

/** Redacts a text. Keeps its notation, JSON or not, unless it is too long. */
function textContent(original: string, limit: number, rules: ContentRules): string {
  budget.renew();
  const isJson = /^\s*[[{]/.test(original);
  const text = isJson ? withoutMediaFields(original) : original;
  if (text.length <= limit) {
    const shown = rules.text(text);
    if (shown.length * 3 <= limit || Buffer.byteLength(shown) <= limit) return shown;
  }
  const parsed = isJson && text.length <= MAX_PARSED_LENGTH && isParsedQuickly(text) ? parse(text) : undefined;
  return (parsed === undefined ? undefined : jsonText(parsed, limit, rules)) ?? cutPlainText(text, limit, rules);
}

/**
 * Maximum count of each syntax character in JSON that is parsed: reading more values blocks the event loop too long.
 */
const MAX_SIGNS = 200_000;

function isParsedQuickly(json: string): boolean {
  return ['[', '{', ',', '"'].every((sign) => {
    let left = MAX_SIGNS;
    for (let at = json.indexOf(sign); at >= 0 && left > 0; at = json.indexOf(sign, at + 1)) left--;
    return left > 0;
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Searches only the part that can be kept, plus a margin, so that a text of any size costs the same. */
function cutPlainText(whole: string, limit: number, rules: ContentRules): string {
  budget.renew();
  const text = withoutDataUrls(whole, limit + MARGIN + 1);
  if (text.length <= limit + MARGIN) return cutText(rules.text(text), limit);
  return cutText(rules.text(text.slice(0, limit + MARGIN)).slice(0, -MARGIN), limit, Buffer.byteLength(whole));
}
