import { SEARCHED_FIELDS, outcomeOf, valuesOfRecord, type RecordFieldKey, type UsageRecord } from '@tokentrail/records';
import { selectionOf } from './filter-selection.ts';
import { foldText } from './fold-text.ts';
import { numberOf } from './number-of.ts';
import {
  ID_FIELDS,
  TEXT_FIELDS,
  isTextCondition,
  type FilterCondition,
  type NumberCondition,
  type RecordFilter,
  type TextCondition,
} from './record-filter.ts';
import type { SearchTerm } from './search.ts';

/**
 * Creates the test whether a record meets a filter: what the stores compute, in memory, for records that are loaded
 * already. Throws like `selectionOf`.
 */
export function matcherOf(filter: RecordFilter): (record: UsageRecord) => boolean {
  const { recordTypes, conditions, terms } = selectionOf(filter);
  return (record) =>
    (recordTypes === undefined || recordTypes.includes(record.recordType)) &&
    conditions.every((condition) => meets(record, condition) !== (condition.exclude ?? false)) &&
    (terms.length === 0 || finds(record, terms));
}

function meets(record: UsageRecord, condition: FilterCondition): boolean {
  if (isTextCondition(condition)) {
    return hasText(record, condition);
  }
  switch (condition.field) {
    case 'state':
      return condition.values.some((value) => hasState(record, value));
    case 'status':
      return condition.values.some((value) => value === String(record.statusCode) || value === classOf(record));
    case 'stream':
      return record.stream === condition.value;
    default:
      return hasNumber(record, condition);
  }
}

function hasState(record: UsageRecord, state: string): boolean {
  switch (state) {
    case 'retried':
      return record.attemptsRetried;
    case 'changed_key':
      return record.attemptsChangedKey;
    case 'fell_back':
      return record.attemptsFellBack;
    default:
      return outcomeOf(record) === state;
  }
}

function classOf({ statusCode }: UsageRecord): string | null {
  return statusCode === null ? null : `${Math.floor(statusCode / 100)}xx`;
}

function hasText(record: UsageRecord, { field, values, folded }: TextCondition): boolean {
  const known = textsOf(record, TEXT_FIELDS[field]);
  const fold = folded === true ? foldText : (text: string) => text;
  const texts = new Set(known.map(fold));
  if (field === 'endpoint' && record.method !== null && record.endpoint !== null) {
    texts.add(fold(`${record.method} ${record.endpoint}`));
  }
  return values.some((value) => (value === '' ? texts.size === 0 : texts.has(fold(value))));
}

/** The texts of these fields that were reported. */
function textsOf(record: UsageRecord, fields: readonly RecordFieldKey[]): string[] {
  const values = valuesOfRecord(record);
  return fields.flatMap((field) => textsOfValue(values[field])).filter((text) => text !== '');
}

function textsOfValue(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.map(String);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([name, one]) => `${name}=${String(one)}`);
  }
  return value === null || value === undefined ? [] : [String(value)];
}

function hasNumber(record: UsageRecord, { field, comparison, value }: NumberCondition): boolean {
  const number = numberOf(record, field);
  const bound = BigInt(value);
  if (number === null) {
    return false;
  }
  switch (comparison) {
    case '>':
      return number > bound;
    case '>=':
      return number >= bound;
    case '<':
      return number < bound;
    case '<=':
      return number <= bound;
    case '=':
      return number === bound;
  }
}

const ID_KEYS = ID_FIELDS.flatMap((field) => TEXT_FIELDS[field]);

function finds(record: UsageRecord, terms: readonly SearchTerm[]): boolean {
  const lines = searchedTexts(record);
  return terms.every(({ text, segments, exclude = false }) => {
    const found = lines.some((line) => hasInOrder(line, segments)) || ID_KEYS.some((key) => record[key] === text);
    return found !== exclude;
  });
}

/** Texts of records that were searched before: a page searches its rows again on every key. */
const foldedTexts = new WeakMap<UsageRecord, readonly string[]>();

/** The searched texts, folded. A line break ends a text. */
function searchedTexts(record: UsageRecord): readonly string[] {
  let texts = foldedTexts.get(record);
  if (texts === undefined) {
    texts = foldedTextsOf(record);
    foldedTexts.set(record, texts);
  }
  return texts;
}

function foldedTextsOf(record: UsageRecord): string[] {
  const values = valuesOfRecord(record);
  const texts = SEARCHED_FIELDS.map((fields) =>
    fields.map((field) => textsOfValue(values[field]).join('\n')).join(' '),
  );
  return foldText(texts.join('\n')).split('\n');
}

function hasInOrder(text: string, segments: readonly string[]): boolean {
  let from = 0;
  for (const segment of segments) {
    const index = text.indexOf(segment, from);
    if (index < 0) {
      return false;
    }
    from = index + segment.length;
  }
  return true;
}
