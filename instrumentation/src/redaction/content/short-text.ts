import { TOO_MUCH } from '../mark.ts';
import { budget, type ContentRules } from './content-rules.ts';

/** Maximum length of cached texts. Short names of fields, roles and types recur in every call. */
export const SHORT = 48;
const MAX_CACHED = 4000;

interface ShownText {
  shown: string;
  /** `shown` as a JSON string. */
  json: string;
}
const cached = new Map<string, ShownText>();

/** Redacts a name or a short text. */
export function shortText(text: string, { isCommon, withoutKnown, text: shownText }: ContentRules): ShownText {
  if (budget.isUsedUp) return { shown: TOO_MUCH, json: `"${TOO_MUCH}"` };
  if (!isCommon || text.length > SHORT) return shownAs(shownText(text));
  const rest = withoutKnown(text);
  let found = cached.get(rest);
  if (found === undefined) {
    found = shownAs(shownText(rest));
    if (cached.size >= MAX_CACHED) cached.clear();
    cached.set(rest, found);
  }
  return found;
}

function shownAs(shown: string): ShownText {
  return { shown, json: quoted(shown) };
}

/** Quotes, backslashes, control characters, surrogates. */
const ESCAPED = /["\\]|[^ -\ud7ff\ue000-\uffff]/;

export function quoted(text: string): string {
  return text.length < 64 && !ESCAPED.test(text) ? `"${text}"` : JSON.stringify(text);
}
