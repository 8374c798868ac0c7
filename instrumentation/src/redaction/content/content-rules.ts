import { fieldKind, looksRandom } from '../field-names.ts';
import { MIN_SECRET_LENGTH } from '../known-secrets.ts';
import type { AddressPattern } from '../address-pattern.ts';
import type { Found, PrivateField } from '../named-value.ts';
import { SearchBudget } from '../search-budget.ts';
import { REDACTED } from '../mark.ts';
import { redactText, withReplaced } from '../redact-text.ts';
import { hidesCharacters, unescaped } from '../unescaped.ts';
import { memoize } from '../../util/memoize.ts';
import { holds } from './holds.ts';
import { withoutDataUrls } from './media.ts';

/** A known text or address that must not be shown anywhere. */
export interface KnownValue {
  value: string | AddressPattern;
  replacement: string;
}

/** Rules that redact the content of one record. */
export interface ContentRules {
  /** Redacts a text, or the name of a field. */
  text(text: string): string;
  /** Removes only the known values from `text`. */
  withoutKnown(text: string): string;
  /** Whether these rules differ from those of other calls only in the known values. */
  isCommon: boolean;
  /** These rules without the known values, for a value whose JSON is `json`; undefined if `json` may contain one. */
  withNothingKnownIn(json: string): ContentRules | undefined;
  /** Replacement for the value of a field; undefined if the name does not require one. */
  field(name: string, value: string): string | undefined;
}

/** Steps left for the current content. One instance is enough: making content is synchronous. */
export const budget = new SearchBudget();

/** Length of the shortest address, `::1`. */
const MIN_ADDRESS_LENGTH = 3;

export function contentRules(known: readonly KnownValue[], privateField?: PrivateField): ContentRules {
  const values = known.flatMap(({ value, replacement }): KnownValue[] => {
    if (typeof value !== 'string') return [{ value, replacement }];
    return value.length < MIN_SECRET_LENGTH ? [] : formsOf(value).map((form) => ({ value: form, replacement }));
  });
  const findKnown = values.length === 0 ? undefined : (plain: string) => occurrencesOf(plain, values);
  const mayBeEscaped = values.some(({ value }) => typeof value === 'string' && isAlwaysEscaped(value));
  const options = { privateField, budget, findKnown };
  const withoutShapes = (text: string) => redactText(withoutDataUrls(text), options);
  const rules: ContentRules = {
    text: (text) => {
      const rest = withoutShapes(withoutWritten(text, values));
      return mayBeEscaped && rest.includes('\\') ? withoutEscaped(rest, values) : rest;
    },
    isCommon: privateField === undefined,
    withoutKnown: (text) => withoutKnown(text, values, mayBeEscaped),
    withNothingKnownIn: (json) => (values.some(({ value }) => mayContain(json, value)) ? undefined : ofNothingKnown),
    field: (name, value) => privateField?.(name, value) ?? (isCredential(name, value) ? REDACTED : undefined),
  };
  const ofNothingKnown: ContentRules = { ...rules, text: withoutShapes, withoutKnown: (text) => text };
  return rules;
}

/**
 * Whether `json`, or a text inside it, may contain `value` as programs write it. `redactText` finds a value with other
 * escapes.
 */
function mayContain(json: string, value: KnownValue['value']): boolean {
  if (typeof value !== 'string') return value.hints.some((hint) => json.includes(hint));
  if (holds(json, value) || writtenForms(value).some((form) => holds(json, form))) return true;
  const mayHide = isAlwaysEscaped(value) && json.includes('\\');
  return mayHide && occurrencesOf(unescaped(json).text, [{ value, replacement: '' }]).length > 0;
}

const HALF_CHARACTER = /[\ud800-\udfff]/;

/** `value` as plain text, in JSON and in a URL. Memoized because the same few values recur in every call. */
const formsOf = memoize((value): readonly string[] => {
  // A URL cannot contain text that is not well-formed.
  return [...new Set([value, inJson(value), HALF_CHARACTER.test(value) ? value : encodeURIComponent(value)])];
});

/**
 * `value` as written in JSON, if that differs. For half a character, which has two notations, returns the empty text.
 */
const writtenForms = memoize((value): readonly string[] => {
  if (HALF_CHARACTER.test(value)) return [''];
  const json = inJson(value);
  return json === value ? [] : [json];
});

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function isCredential(name: string, value: string): boolean {
  const kind = fieldKind(name);
  return kind === 'credential' ? value !== '' : kind === 'possible' && looksRandom(value);
}

function withoutKnown(text: string, values: readonly KnownValue[], mayBeEscaped: boolean): string {
  const rest = withoutWritten(text, values);
  const mayHide = values.length > 0 && ((mayBeEscaped && rest.includes('\\')) || hidesCharacters(rest));
  return mayHide ? withoutEscaped(rest, values) : rest;
}

/** Removes known values in plain text or in the notation that programs usually write. */
function withoutWritten(text: string, values: readonly KnownValue[]): string {
  if (text.length < MIN_ADDRESS_LENGTH) return text;
  let rest = text;
  for (const { value, replacement } of values) {
    if (typeof value === 'string') {
      if (rest.length >= value.length && holds(rest, value)) rest = rest.replaceAll(value, () => replacement);
    } else if (value.hints.some((hint) => rest.includes(hint))) {
      rest = rest.replace(value.pattern, replacement);
    }
  }
  return rest;
}

/** Whether `value` has a character that every JSON escapes, once more at each level. */
const isAlwaysEscaped = memoize((value) => /["\\\n\r\t]/.test(value));

/** Removes known values that are written with unnecessary escapes, or with escapes of several notations. */
function withoutEscaped(text: string, values: readonly KnownValue[]): string {
  const plain = unescaped(text);
  const found = occurrencesOf(plain.text, values);
  if (found.length === 0) return text;
  return withReplaced(
    text,
    found.map(({ start, end, replacement }) => ({ ...plain.originalOf(start, end), replacement })),
  );
}

/** Occurrences of the values in a text without escapes. */
function occurrencesOf(plain: string, values: readonly KnownValue[]): Found[] {
  const found: Found[] = [];
  for (const { value, replacement } of values) {
    const form = typeof value === 'string' ? plainForm(value) : '';
    if (form.length < MIN_SECRET_LENGTH || !holds(plain, form)) continue;
    for (let at = plain.indexOf(form); at >= 0; at = plain.indexOf(form, at + form.length)) {
      found.push({ start: at, end: at + form.length, replacement });
    }
  }
  return found;
}

const plainForm = memoize((value) => unescaped(value).text);
