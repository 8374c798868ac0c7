import { FIELDS, type FieldDefinition, type RecordFieldKey } from '@tokentrail/records';
import { LIST_SEPARATOR, exportKind, exportName, isMoney, type ExportFormat } from '../export/export-columns.ts';
import type { ExportRequest } from '../export/export-records.ts';
import { UNSAFE_FORMULA, UNSAFE_SEPARATOR, UNSAFE_START } from '../export/safe-cell.ts';
import { allOf, inRange } from './conditions.ts';
import { TAG_TEXTS, matches, quoted } from './filter-conditions.ts';
import { identifier } from './identifier.ts';
import { IS_LOST } from './outcome.ts';
import { formatParameter } from './parameters.ts';
import type { ClickHouseRequest } from './transport.ts';

/**
 * The request whose response is the file that `exportRecords` writes, for a program that sends the response to a disk as it
 * arrives, such as a browser that follows a link. One statement reads all rows, so they and their number are those of
 * one moment. The response begins when the file is complete, so a failed query is not taken for a file.
 *
 * The statement is short, because a link has to contain it. Throws like `matches`.
 */
export function clickHouseExport(
  { range, filter, format, columns }: ExportRequest,
  database = 'tokentrail_ledger',
): ClickHouseRequest {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  // Ordered as arrays, because a subquery's order is lost when several threads read it.
  const lines =
    'arrayReverseSort((text, at) -> at, groupArray(toValidUTF8(row_text)), groupArray((start_time, trace_id, span_id, sender)))';
  const { first, last } = ENDS[format](columns);
  return {
    sql:
      `WITH ${lineSql(format, columns)} AS row_text SELECT arrayJoin(arrayConcat(${first}, ${lines}, [${last}])) ` +
      `FROM ${identifier(database)}.usage_records FINAL WHERE ${sql} FORMAT TSVRaw`,
    query: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [`param_${name}`, formatParameter(value)]),
    ),
  };
}

/** SQL for the lines before the rows, as an array, and for the line after them. */
const ENDS: Readonly<Record<ExportFormat, (columns: readonly RecordFieldKey[]) => { first: string; last: string }>> = {
  csv: (columns) => ({
    first: `['${columns.map(exportName).join(',')}\\r']`,
    last: "concat('# ', toString(count()), ' rows\\r')",
  }),
  jsonl: () => ({ first: '[]', last: `concat('{"rows":', toString(count()), '}')` }),
};

function lineSql(format: ExportFormat, columns: readonly RecordFieldKey[]): string {
  const values = `[${columns.map((key) => valueSql(key, format)).join(',')}]`;
  const areTexts = `[${columns.map((key) => Number(isQuoted(key, format))).join(',')}]`;
  if (format === 'csv') {
    const cell = `if(t AND v != '', concat('"', replaceAll(${safeCellSql('v')}, '"', '""'), '"'), v)`;
    return `concat(arrayStringConcat(arrayMap((v, t) -> ${cell}, ${values}, ${areTexts}), ','), '\\r')`;
  }
  const names = `[${columns.map((key) => `'${exportName(key)}'`).join(',')}]`;
  const member = `if(v = '', '', concat('"', n, '":', if(t, toJSONString(v), v)))`;
  const members = `arrayMap((n, v, t) -> ${member}, ${names}, ${values}, ${areTexts})`;
  const joined = `arrayStringConcat(arrayFilter(m -> m != '', ${members}), ',')`;
  // The engine escapes slashes, which is allowed and hard to read.
  return `replaceAll(concat('{', ${joined}, '}'), '\\\\/', '/')`;
}

/** SQL for `safeCell` of a text. */
export function safeCellSql(value: string): string {
  return (
    `if(match(${value}, ${literal(`${UNSAFE_START}|${UNSAFE_SEPARATOR}${UNSAFE_FORMULA}`)}), ` +
    `concat(if(match(${value}, ${literal(UNSAFE_START)}), '\\'', ''), ` +
    `replaceRegexpAll(${value}, ${literal(UNSAFE_SEPARATOR + UNSAFE_FORMULA)}, '\\\\1\\'\\\\2')), ${value})`
  );
}

function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function isQuoted(key: RecordFieldKey, format: ExportFormat): boolean {
  const kind = exportKind(key);
  return format === 'csv' ? ['text', 'texts', 'map'].includes(kind) : ['text', 'time'].includes(kind) || isMoney(key);
}

/** SQL for the text of a value; empty if it is unknown. Lists are JSON already. */
function valueSql(key: RecordFieldKey, format: ExportFormat): string {
  const { kind, column }: FieldDefinition = FIELDS[key];
  // Most names need no quotes, which would make the link longer.
  const name = column === 'group' ? quoted(column) : column;
  switch (exportKind(key)) {
    case 'decimal':
      return `ifNull(toString(toDecimal128(${name}, 9) / 1000000000), '')`;
    case 'time':
      return `ifNull(concat(replaceOne(toString(${name}), ' ', 'T'), 'Z'), '')`;
    case 'texts':
      return format === 'csv' ? `arrayStringConcat(${name}, '${LIST_SEPARATOR}')` : `toJSONString(${name})`;
    case 'map':
      return format === 'csv' ? `arrayStringConcat(${TAG_TEXTS}, '${LIST_SEPARATOR}')` : `toJSONString(${name})`;
    default:
      return kind === 'state' ? `if(${IS_LOST}, 'lost', state)` : `ifNull(toString(${name}), '')`;
  }
}
