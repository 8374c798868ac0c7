import {
  ATTRIBUTES,
  FIELDS,
  SEARCHED_FIELDS,
  ledgerNames,
  type AttributeKey,
  type FieldDefinition,
} from '@tokentrail/records';
import { selectionOf } from '../filter-selection.ts';
import { ID_FIELDS, TEXT_FIELDS, type RecordFilter } from '../record-filter.ts';
import { LEDGER_ATTRIBUTES } from './span.ts';

/** Attributes in which a term can be found. The status is a number; the trace id is added by the pipeline. */
const SEARCHED = [...SEARCHED_FIELDS.flat(), ...ID_FIELDS.flatMap((field) => TEXT_FIELDS[field])].flatMap((key) => {
  const { attribute, kind }: FieldDefinition = FIELDS[key];
  return attribute === undefined || kind === 'integer' ? [] : [attribute];
});

/** A segment that a text contains in the same form, also within JSON, in any case. */
const PLAIN = /^[\w.:@-]+$/;

/** Attributes that the pipeline drops in the ledger's tenant, where every viewer may read every attribute. */
const NOT_IN_LEDGER: ReadonlySet<string> = new Set([ATTRIBUTES.attempts.name, ATTRIBUTES.priceContent.name]);

const QUERY_BLOCK_BYTES = 1024;

const SELECTED = [
  ...[...ledgerNames('span').filter((name) => !NOT_IN_LEDGER.has(name)), ...Object.values(LEDGER_ATTRIBUTES)].map(
    (name) => `span."${name}"`,
  ),
  ...ledgerNames('resource').map((name) => `resource."${name}"`),
].join(', ');

/** A query for the newest records that may match `filter`; others may be among them. */
export function recordsQuery(filter: RecordFilter): string {
  return aligned(`{ ${conditionsOf(filter).join(' && ')} } | select(${SELECTED}) with (most_recent=true)`);
}

/** A text as a literal of TraceQL, which are those of Go. It has only ASCII characters and no space. */
export function literal(text: string): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (/[!#-[\]-~]/.test(character)) {
      return character;
    }
    return `\\U${(isSurrogate(code) ? 0xfffd : code).toString(16).padStart(8, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

/**
 * Moves words of a query behind the next multiple of 1 KiB if they would cross it. Tempo 3.0.3 reads a query in such blocks
 * and loses the next block if it looks ahead from the end of one, after `span.` for example.
 *
 * @param query ASCII only. A word is what is between two spaces.
 */
export function aligned(query: string): string {
  let result = '';
  for (const word of query.split(' ')) {
    const rest = QUERY_BLOCK_BYTES - (result.length % QUERY_BLOCK_BYTES);
    const padding = word.length + 2 >= rest ? ' '.repeat(rest + 1) : ' ';
    result += result === '' ? word : `${padding}${word}`;
  }
  return result;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function conditionsOf(filter: RecordFilter): string[] {
  const { recordTypes, terms } = selectionOf(filter);
  const conditions = [`${on('recordType')} != nil`];
  if (recordTypes) {
    conditions.push(anyOf(recordTypes.map((type) => `${on('recordType')} = ${literal(type)}`)));
  }
  const segments = terms.filter(({ exclude }) => exclude !== true).flatMap((term) => term.segments);
  return [...conditions, ...segments.filter((segment) => PLAIN.test(segment)).map(contains)];
}

/** A condition that every record with `segment` in one of the searched texts meets, if that text has ASCII letters. */
function contains(segment: string): string {
  const pattern = literal(`(?is).*${segment.replace(/[.]/g, '\\$&')}.*`);
  const conditions = [
    ...SEARCHED.flatMap((key) => attributesNamed(key).map((attribute) => `${attribute} =~ ${pattern}`)),
    `span."${LEDGER_ATTRIBUTES.traceId}" =~ ${pattern}`,
  ];
  return anyOf(/^\d+$/.test(segment) ? [...conditions, `${on('statusCode')} > 0`] : conditions);
}

/** The endpoint is the route, else the path. */
function attributesNamed(key: AttributeKey): string[] {
  return key === 'route' ? [on('route'), on('path')] : [on(key)];
}

function anyOf(conditions: readonly string[]): string {
  // No record meets a condition on a type that does not exist: an empty list of types selects nothing.
  return conditions.length === 0 ? `${on('recordType')} = ""` : `(${conditions.join(' || ')})`;
}

function on(key: AttributeKey): string {
  return `${ATTRIBUTES[key].on}."${ATTRIBUTES[key].name}"`;
}
