import { FIELDS, type FieldDefinition } from '@tokentrail/records';
import { selectionOf } from '../filter-selection.ts';
import { foldText } from '../fold-text.ts';
import {
  TEXT_FIELDS,
  isTextCondition,
  type FilterCondition,
  type NumberField,
  type RecordFilter,
  type StateCondition,
  type StatusCondition,
  type TextCondition,
  type TextField,
} from '../record-filter.ts';
import type { Condition } from './conditions.ts';
import { foldedText, foldedUnique } from './folded.ts';
import { OUTCOME } from './outcome.ts';
import { Placeholders } from './placeholders.ts';
import { termSql } from './search-terms.ts';

/** SQL for the number of a record in the unit of the field; NULL if it is unknown. */
export const NUMBERS: Readonly<Record<NumberField, string>> = {
  duration: 'duration_ns',
  first_chunk: 'time_to_first_chunk_ns',
  cost: 'cost_charged',
  tokens:
    'if(isNull(input_tokens) AND isNull(output_tokens), NULL, ifNull(input_tokens, 0) + ifNull(output_tokens, 0))',
};

/** The tags of a record, each as `name=value`. */
export const TAG_TEXTS = "arrayMap((name, value) -> concat(name, '=', value), mapKeys(tags), mapValues(tags))";

/** The condition for the records of a filter. Throws like `selectionOf`. */
export function matches(filter: RecordFilter): Condition {
  const { recordTypes, conditions, terms } = selectionOf(filter);
  const placeholders = new Placeholders('filter');
  const sql = [
    ...(recordTypes ? [`record_type IN ${placeholders.add('Array(String)', recordTypes)}`] : []),
    ...conditions.map((condition) => unlessExcluded(conditionSql(condition, placeholders), condition.exclude)),
    ...terms.map((term) => unlessExcluded(termSql(term, placeholders), term.exclude)),
  ];
  return { sql: sql.length === 0 ? '1' : sql.join(' AND '), parameters: placeholders.parameters };
}

/** A condition that is NULL, because a value is unknown, is not met. */
function unlessExcluded(sql: string, exclude: boolean | undefined): string {
  return exclude === true ? `NOT ifNull(${sql}, 0)` : `(${sql})`;
}

function conditionSql(condition: FilterCondition, placeholders: Placeholders): string {
  if (isTextCondition(condition)) {
    return textSql(condition, placeholders);
  }
  switch (condition.field) {
    case 'state':
      return anyOf(condition.values.map((value) => stateSql(value, placeholders)));
    case 'status':
      return statusSql(condition, placeholders);
    case 'stream':
      return condition.value ? 'stream' : 'NOT stream';
    default: {
      const type = condition.field === 'cost' ? 'Int64' : 'UInt64';
      return `${NUMBERS[condition.field]} ${condition.comparison} ${placeholders.add(type, condition.value)}`;
    }
  }
}

function stateSql(value: StateCondition['values'][number], placeholders: Placeholders): string {
  switch (value) {
    case 'retried':
      return 'attempts_retried';
    case 'changed_key':
      return 'attempts_changed_key';
    case 'fell_back':
      return 'attempts_fell_back';
    default:
      return `${OUTCOME} = ${placeholders.add('String', value)}`;
  }
}

function statusSql({ values }: StatusCondition, placeholders: Placeholders): string {
  const classes = values.filter((value) => value.endsWith('xx')).map((value) => Number(value[0]));
  const statuses = values.filter((value) => !value.endsWith('xx')).map(Number);
  return anyOf([
    `intDiv(status_code, 100) IN ${placeholders.add('Array(UInt16)', classes)}`,
    `status_code IN ${placeholders.add('Array(UInt16)', statuses)}`,
  ]);
}

function textSql({ field, values, folded = false }: TextCondition, placeholders: Placeholders): string {
  const wanted = values.filter((value) => value !== '').map((value) => (folded ? foldText(value) : value));
  const columns = TEXT_FIELDS[field].map((key) => FIELDS[key]);
  const missing = values.includes('') ? [`(${columns.map(missingSql).join(' AND ')})`] : [];
  if (wanted.length === 0) {
    return anyOf(missing);
  }
  const list = placeholders.add('Array(String)', wanted);
  return anyOf([
    ...columns.map((column) => equalSql(column, list, folded)),
    ...endpointSql(field, list, wanted, folded),
    ...missing,
  ]);
}

function equalSql({ kind, column, type }: FieldDefinition, list: string, folded: boolean): string {
  if (kind === 'map') {
    return `hasAny(${folded ? `arrayMap(text -> ${foldedText('text')}, ${TAG_TEXTS})` : TAG_TEXTS}, ${list})`;
  }
  if (!folded) {
    return `${quoted(column)} IN ${list}`;
  }
  return `${type.startsWith('LowCardinality') ? foldedText(quoted(column)) : foldedUnique(column)} IN ${list}`;
}

/** A value with a space is a method and an endpoint. */
function endpointSql(field: TextField, list: string, values: readonly string[], folded: boolean): string[] {
  if (field !== 'endpoint' || !values.some((value) => value.includes(' '))) {
    return [];
  }
  const text = "concat(method, ' ', endpoint)";
  return [`${folded ? foldedText(text) : text} IN ${list}`];
}

function missingSql({ kind, column }: FieldDefinition): string {
  return kind === 'map' ? `empty(${column})` : `ifNull(${quoted(column)}, '') = ''`;
}

function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? '0' : conditions.join(' OR ');
}

/** `group` is a word of SQL. */
export function quoted(column: string): string {
  return `\`${column}\``;
}
