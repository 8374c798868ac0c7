import { TOO_MUCH } from '../mark.ts';
import { memoize } from '../../util/memoize.ts';
import { redactText } from '../redact-text.ts';
import { SearchBudget } from '../search-budget.ts';
import { budget, type ContentRules } from './content-rules.ts';
import { withoutDataUrls } from './media.ts';

/** Maximum length of cached texts. Short names of fields, roles and types recur in every call. */
export const SHORT = 48;

interface ShownText {
  shown: string;
  /** `shown` as a JSON string. */
  json: string;
}

/** Common rules differ only in the known values, which the text no longer contains. */
const commonText = memoize(
  (text) => {
    // With the content's own budget, a text at its end would stay hidden in all later contents.
    const own = new SearchBudget();
    const shown = shownAs(redactText(withoutDataUrls(text), { budget: own }));
    budget.left -= own.spent;
    return shown;
  },
  { max: 4000 },
);

/** Redacts a name or a short text. */
export function shortText(text: string, { isCommon, withoutKnown, text: shownText }: ContentRules): ShownText {
  if (budget.isUsedUp) return { shown: TOO_MUCH, json: `"${TOO_MUCH}"` };
  if (!isCommon || text.length > SHORT) return shownAs(shownText(text));
  return commonText(withoutKnown(text));
}

function shownAs(shown: string): ShownText {
  return { shown, json: quoted(shown) };
}

/** Quotes, backslashes, control characters, surrogates. */
const ESCAPED = /["\\]|[^ -\ud7ff\ue000-\uffff]/;

export function quoted(text: string): string {
  return text.length < 64 && !ESCAPED.test(text) ? `"${text}"` : JSON.stringify(text);
}
