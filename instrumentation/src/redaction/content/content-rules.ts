import { fieldKind, looksRandom } from '../field-names.ts';
import { SHORTEST_KNOWN } from '../known-secrets.ts';
import type { AddressPattern } from '../address-pattern.ts';
import type { Found, PrivateField } from '../named-value.ts';
import { Looks } from '../looks.ts';
import { REDACTED, redactText, withReplaced } from '../redact-text.ts';
import { hidesCharacters, unescaped } from '../unescaped.ts';
import { memoize } from '../../util/memoize.ts';
import { holds } from './holds.ts';
import { withoutDataUrls } from './media.ts';

/** What is known and must not be shown, wherever it stands: a text, or an address. */
export interface KnownValue {
  value: string | AddressPattern;
  instead: string;
}

/** What may be shown of the content of one record. */
export interface ContentRules {
  /** A text as it may be shown; a key or a name of a field too. */
  text(text: string): string;
  /** `text` without what is known alone. */
  withoutKnown(text: string): string;
  /** Whether beside what is known nothing of these rules is this call's own. */
  isCommon: boolean;
  /** These rules without what is known, for a value whose JSON is `json`; undefined where something known may stand in it. */
  withNothingKnownIn(json: string): ContentRules | undefined;
  /** What stands in place of the value of a field; undefined where its name says nothing. */
  field(name: string, value: string): string | undefined;
}

/** What is left of the work on the content that is made now: making it takes one turn of the app's loop. */
export const looks = new Looks();

/** Of an address, as `::1`. */
const SHORTEST_ADDRESS = 3;

export function contentRules(known: readonly KnownValue[], privateField?: PrivateField): ContentRules {
  const values = known.flatMap(({ value, instead }): KnownValue[] => {
    if (typeof value !== 'string') return [{ value, instead }];
    return value.length < SHORTEST_KNOWN ? [] : formsOf(value).map((form) => ({ value: form, instead }));
  });
  const findKnown = values.length === 0 ? undefined : (plain: string) => occurrencesOf(plain, values);
  const options = { privateField, looks, findKnown };
  const withoutShapes = (text: string) => redactText(withoutDataUrls(text), options);
  const rules: ContentRules = {
    text: (text) => withQuotedKnown(withoutShapes(withoutWritten(text, values)), values),
    isCommon: privateField === undefined,
    withoutKnown: (text) => withoutKnown(text, values),
    withNothingKnownIn: (json) => (values.some(({ value }) => mayStandIn(json, value)) ? undefined : ofNothingKnown),
    field: (name, value) => privateField?.(name, value) ?? (isCredential(name, value) ? REDACTED : undefined),
  };
  const ofNothingKnown: ContentRules = { ...rules, text: withoutShapes, withoutKnown: (text) => text };
  return rules;
}

/** Whether `value` may stand in JSON, or in a text that is written there. */
function mayStandIn(json: string, value: KnownValue['value']): boolean {
  if (typeof value !== 'string') return value.hints.some((hint) => json.includes(hint));
  if (holds(json, value) || writtenForms(value).some((form) => holds(json, form))) return true;
  const mayHide = ALWAYS_ESCAPED.test(value) ? json.includes('\\') : hidesCharacters(json);
  return mayHide && occurrencesOf(unescaped(json).text, [{ value, instead: '' }]).length > 0;
}

const HALF_CHARACTER = /[\ud800-\udfff]/;

/** As it is, as it stands in JSON, and as it stands in a URL. The same few come again in every call. */
const formsOf = memoize((value): readonly string[] => {
  // What is no well-formed text cannot stand in a URL.
  return [...new Set([value, inJson(value), HALF_CHARACTER.test(value) ? value : encodeURIComponent(value)])];
});

/** As `value` stands in JSON, where that is not how it is; half a character may be written in two ways. */
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
  return kind === 'credential' ? value !== '' : kind === 'perhaps' && looksRandom(value);
}

function withoutKnown(text: string, values: readonly KnownValue[]): string {
  const rest = withoutWritten(text, values);
  return values.length > 0 && hidesCharacters(rest) ? withoutEscaped(rest, values) : withQuotedKnown(rest, values);
}

/** Without what stands there as it is, or as a program writes it. */
function withoutWritten(text: string, values: readonly KnownValue[]): string {
  if (text.length < SHORTEST_ADDRESS) return text;
  let rest = text;
  for (const { value, instead } of values) {
    if (typeof value === 'string') {
      if (rest.length >= value.length && holds(rest, value)) rest = rest.replaceAll(value, () => instead);
    } else if (value.hints.some((hint) => rest.includes(hint))) {
      rest = rest.replace(value.pattern, instead);
    }
  }
  return rest;
}

/** Quotes and backslashes are escaped in any JSON, once more at each level. */
const ALWAYS_ESCAPED = /["\\\n\r\t]/;

function withQuotedKnown(text: string, values: readonly KnownValue[]): string {
  const mayStand = values.some(({ value }) => typeof value === 'string' && ALWAYS_ESCAPED.test(value));
  return mayStand && text.includes('\\') ? withoutEscaped(text, values) : text;
}

/** Without what is written with escapes where it could do without, or with those of several notations. */
function withoutEscaped(text: string, values: readonly KnownValue[]): string {
  const plain = unescaped(text);
  const found = occurrencesOf(plain.text, values);
  if (found.length === 0) return text;
  return withReplaced(
    text,
    found.map(({ start, end, instead }) => ({ ...plain.originalOf(start, end), instead })),
  );
}

/** Where the values stand in a text without escapes. */
function occurrencesOf(plain: string, values: readonly KnownValue[]): Found[] {
  const found: Found[] = [];
  for (const { value, instead } of values) {
    const form = typeof value === 'string' ? plainForm(value) : '';
    if (form.length < SHORTEST_KNOWN || !holds(plain, form)) continue;
    for (let at = plain.indexOf(form); at >= 0; at = plain.indexOf(form, at + form.length)) {
      found.push({ start: at, end: at + form.length, instead });
    }
  }
  return found;
}

const plainForm = memoize((value) => unescaped(value).text);
