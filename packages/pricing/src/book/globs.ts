const DATED = '{date}';
/** Forms of a version suffix: -2025-08-07, -20250807, -0613, -001, -08-2024, -preview-05-20, -latest. */
const DATE_SUFFIX = '-(?:\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{3,4}|(?:preview-)?\\d{2}-(?:\\d{2}|\\d{4})|latest)';
const DATED_ENDING = new RegExp(`^${DATE_SUFFIX}$`);
/** Maximum length of a version suffix: `-preview-05-2024`, plus some room. */
const MAX_DATE_LENGTH = 20;

/**
 * Whether `pattern` (text, `*`, and `{date}` at its end) matches all of `text`, which is in lower case. Runs in linear
 * time: as a regular expression, a pattern with many `*` could block the app for a long time on a model name chosen by
 * a caller.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const lower = pattern.toLowerCase();
  if (!lower.endsWith(DATED)) {
    return matchesStars(lower.split('*'), text);
  }
  const parts = lower.slice(0, -DATED.length).split('*');
  for (
    let at = text.lastIndexOf('-');
    at >= 0 && text.length - at <= MAX_DATE_LENGTH;
    at = text.lastIndexOf('-', at - 1)
  ) {
    if (DATED_ENDING.test(text.slice(at)) && matchesStars(parts, text.slice(0, at))) {
      return true;
    }
    if (at === 0) break;
  }
  return false;
}

/** Whether `name` is `stem` plus a version date: gpt-4o-2024-08-06 of gpt-4o. */
export function isDatedVersionOf(stem: string, name: string): boolean {
  return name.startsWith(stem) && DATED_ENDING.test(name.slice(stem.length));
}

/** The seller's version at the end of Bedrock's model ids: `-v1:0`. */
const SELLER_VERSION = /-v\d+(?::\d+)?$/;

/**
 * Whether `long` is `name` with the region or seller in front and the seller's version behind: one of Bedrock's model ids
 * (`us.anthropic.claude-haiku-4-5-20251001-v1:0`), or a resource name that ends with one. Behind a dot, one of the two may
 * lack the date of the version.
 */
export function isLongNameOf(long: string, name: string): boolean {
  for (let at = 1; at < long.length - 1; at++) {
    const before = long.charAt(at - 1);
    if (before !== '.' && before !== '/') continue;
    const rest = long.slice(at);
    const stem = rest.replace(SELLER_VERSION, '');
    if (rest === name || stem === name) return true;
    if (before === '.' && (isDatedVersionOf(stem, name) || isDatedVersionOf(name, stem))) return true;
  }
  return false;
}

export function isExact(pattern: string): boolean {
  return !pattern.includes('*') && !pattern.endsWith(DATED);
}

/** Matches the parts between the stars, each at its first possible position. */
function matchesStars(parts: readonly string[], text: string): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) {
    return text === first;
  }
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) {
    return false;
  }
  const end = text.length - last.length;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
