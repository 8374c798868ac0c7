import { t } from '@grafana/i18n';
import { RECORD_TYPES } from '@tokentrail/records';
import {
  NUMBER_FIELDS,
  STATES,
  STATUS_PATTERN,
  TEXT_FIELDS,
  foldText,
  printSearch,
  type DistinctField,
  type DistinctValue,
  type NumberField,
  type TextField,
} from '@tokentrail/usage-store';
import { recordTypeWord } from '../../record/record-words.ts';
import { FILTER_FIELDS } from '../filters.ts';
import type { CaretContext, FieldName } from './caret-context.ts';
import { EXAMPLES, comparisonWords, fieldWords, stateWords, statusClassWords } from './field-words.ts';

/** A text that the search box offers to write. */
export interface Completion {
  /** As the search shows it. */
  label: string;
  /** What it selects. */
  words: string;
  /** A value that can follow. */
  example?: string;
  /** Number of records that have the value. */
  count?: number;
  /** Replaces the text from `from` to `to`. */
  insert: string;
  from: number;
  to: number;
  /** Whether it is a whole condition, after which the next one begins. */
  ends: boolean;
}

/** The search after a completion, and the position of the caret. */
export function withCompletion(text: string, { insert, from, to, ends }: Completion): { text: string; caret: number } {
  const after = text.slice(to);
  const space = ends && !/^[\s,]/.test(after) ? ' ' : '';
  return { text: text.slice(0, from) + insert + space + after, caret: from + insert.length + space.length };
}

/** The field whose values the store suggests for this context; null if there is none. */
export function suggestedField(context: CaretContext | null): DistinctField | null {
  return context?.kind === 'value' && isSuggested(context.field) ? context.field : null;
}

const NOT_SUGGESTED: readonly FieldName[] = ['type', 'request', 'trace', 'response'];

function isSuggested(field: FieldName): field is DistinctField {
  return Object.hasOwn(TEXT_FIELDS, field) && !NOT_SUGGESTED.includes(field);
}

/**
 * What can be written at the caret.
 *
 * @param suggested values of `suggestedField(context)`
 */
export function completionsAt(context: CaretContext, suggested: readonly DistinctValue[]): Completion[] {
  const { typed, from, to } = context;
  const all =
    context.kind === 'word' ? ofWord(typed) : ofValue(context.field, typed, suggested, new Set(context.others));
  return all.map((one) => ({ from, to, ...one }));
}

type Offer = Omit<Completion, 'from' | 'to'>;

function ofWord(typed: string): Offer[] {
  const begin = foldText(typed);
  const fields = FILTER_FIELDS.filter(
    (field) => field.startsWith(begin) || wordsOf(fieldWords(field)).some((word) => word.startsWith(begin)),
  ).map((field) => ({
    label: `${field}:`,
    words: fieldWords(field),
    example: EXAMPLES[field],
    insert: `${field}:`,
    ends: false,
  }));
  if (typed === '') {
    return fields;
  }
  const states = STATES.filter((state) => state.startsWith(begin)).map((state) => condition('state', state));
  const status = STATUS_PATTERN.test(begin) ? [condition('status', begin)] : [];
  return [...status, ...states, ...byName(fields, begin)];
}

function wordsOf(text: string): string[] {
  return foldText(text).split(/[\s,]+/);
}

/** Fields whose name begins with the text come first. */
function byName(offers: Offer[], begin: string): Offer[] {
  return [
    ...offers.filter(({ label }) => label.startsWith(begin)),
    ...offers.filter(({ label }) => !label.startsWith(begin)),
  ];
}

function condition(field: 'state' | 'status', value: string): Offer {
  return { ...valueOffer(value, wordsOfValue(field, value)), label: `${field}:${value}`, insert: `${field}:${value}` };
}

function ofValue(
  field: FieldName,
  typed: string,
  suggested: readonly DistinctValue[],
  others: ReadonlySet<string>,
): Offer[] {
  if (isNumber(field)) {
    return ofNumber(field, typed);
  }
  const begin = foldText(typed);
  const fixed = fixedValues(field, begin).map((value) => valueOffer(value, wordsOfValue(field, value)));
  const known = suggested.filter(isShort).map(({ value, count }) => ({
    ...valueOffer(value, ''),
    insert: written(field as TextField, value),
    count,
  }));
  const named = [...fixed, ...known].filter(({ label }) => foldText(label).startsWith(begin) && !others.has(label));
  return begin === '' && canBeMissing(field) && !others.has('') ? [...named, notReported()] : named;
}

/** A longer value would leave little room for the rest of a search. */
const MAX_VALUE_LENGTH = 1_000;

function isShort({ value }: DistinctValue): boolean {
  return value.length <= MAX_VALUE_LENGTH;
}

function valueOffer(value: string, words: string): Offer {
  return { label: value, words, insert: value, ends: true };
}

function notReported(): Offer {
  return valueOffer('""', t('search.completion.not-reported', 'Not reported'));
}

function canBeMissing(field: FieldName): boolean {
  return Object.hasOwn(TEXT_FIELDS, field) && field !== 'type' && field !== 'trace';
}

const COMMON_STATUSES = ['400', '401', '403', '404', '408', '413', '429', '499', '500', '502', '503', '504', '529'];

/** Values that do not depend on the data. */
function fixedValues(field: FieldName, begin: string): readonly string[] {
  switch (field) {
    case 'type':
      return RECORD_TYPES;
    case 'state':
      return STATES;
    case 'status':
      return ['2xx', '3xx', '4xx', '5xx', ...(begin === '' ? [] : COMMON_STATUSES)];
    case 'stream':
      return ['yes', 'no'];
    default:
      return [];
  }
}

function wordsOfValue(field: FieldName, value: string): string {
  switch (field) {
    case 'type':
      return typeWords(value);
    case 'state':
      return stateWords(value as (typeof STATES)[number]);
    case 'status':
      return value.endsWith('xx') ? statusClassWords(value) : '';
    default:
      return '';
  }
}

/** Empty if they would repeat the value. */
function typeWords(value: string): string {
  const words = recordTypeWord(value as (typeof RECORD_TYPES)[number]);
  return words === value ? '' : words;
}

/** The value of a text field as a search writes it: in quotes if necessary. */
function written(field: TextField, value: string): string {
  return printSearch({ terms: [], conditions: [{ field, values: [value] }] }).slice(field.length + 1);
}

function isNumber(field: FieldName): field is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(field);
}

const UNITS: Readonly<Record<NumberField, readonly string[]>> = {
  duration: ['ms', 's', 'min', 'h'],
  first_chunk: ['ms', 's', 'min', 'h'],
  cost: [],
  tokens: ['', 'k', 'M'],
};

const EXAMPLE_VALUES: Readonly<Record<NumberField, readonly string[]>> = {
  duration: ['500ms', '2s', '30s', '2min'],
  first_chunk: ['500ms', '1s', '5s', '10s'],
  cost: ['0.001', '0.01', '0.1', '1'],
  tokens: ['1k', '10k', '100k', '1M'],
};

/** Comparisons; after one of them example values; after digits their units. */
function ofNumber(field: NumberField, typed: string): Offer[] {
  const [, comparison = '', digits = '', unit = ''] = /^(>=|<=|>|<|=|)([\d.]*)([a-z]*)$/i.exec(typed) ?? [];
  if (typed === '') {
    return ['>', '>=', '<', '<='].map((sign) => ({
      ...valueOffer(sign, comparisonWords(sign)),
      ends: false,
    }));
  }
  const values =
    digits === ''
      ? EXAMPLE_VALUES[field]
      : UNITS[field].filter((one) => one.toLowerCase().startsWith(unit.toLowerCase())).map((one) => digits + one);
  return values.map((value) => comparison + value).map((value) => valueOffer(value, ''));
}
