import { FIELDS, type FieldDefinition, type RecordFieldKey } from '@tokentrail/records';
import { LIST_SEPARATOR, exportKind, exportName, isMoney, type ExportFormat } from '../export/export-columns.ts';
import type { RecordSelection } from '../record-selection.ts';
import { allOf, inRange, type Condition } from './conditions.ts';
import { safeCellSql } from './export-query.ts';
import { TAG_TEXTS, matches, quoted } from './filter-conditions.ts';
import { identifier } from './identifier.ts';
import { IS_LOST } from './outcome.ts';
import { formatParameter } from './parameters.ts';
import type { Query } from './query.ts';
import { sumIf } from './sum.ts';
import type { ClickHouseRequest } from './transport.ts';

/** `csv` and `jsonl` are the lines of `exportRecords`, without the first and the last one. */
export type PartFormat = ExportFormat | 'parquet';

/** Rows of a part of an export. */
export interface ExportPartRequest extends RecordSelection {
  format: PartFormat;
  /** Fields of `EXPORT_FIELDS`, in the order of the columns. At least one. */
  columns: readonly RecordFieldKey[];
}

/** Newest first, as lists. It is the reversed sorting key, so a part always has the same order. */
const NEWEST_FIRST = 'ORDER BY start_time DESC, trace_id DESC, span_id DESC, sender DESC';

/**
 * The request whose response is one part of a file, sent while it is read. The caller chooses ranges that stay below the limits of a
 * reader's result. Throws like `matches`.
 */
export function exportPartRequest(request: ExportPartRequest, database = 'tokentrail_ledger'): ClickHouseRequest {
  const { sql, parameters } = conditionOf(request);
  return {
    sql:
      `SELECT ${columnsSql(request)} FROM ${identifier(database)}.usage_records FINAL WHERE ${sql} ${NEWEST_FIRST} ` +
      `FORMAT ${request.format === 'parquet' ? 'Parquet' : 'TSVRaw'}`,
    query: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [`param_${name}`, formatParameter(value)]),
    ),
  };
}

/**
 * For each interval of `bucketMs` that has records: its start (`bucket`, unix ms), the number of `records` and the sum of
 * the known charged costs (`charged`, nano-USD in decimal digits), oldest first.
 */
export function exportPlanQuery(selection: RecordSelection, bucketMs: number, database = 'tokentrail_ledger'): Query {
  const { sql, parameters } = conditionOf(selection);
  return {
    sql:
      'SELECT intDiv(toUnixTimestamp64Milli(start_time), {bucket_ms:Int64}) * {bucket_ms:Int64} AS bucket, count() AS records, ' +
      `toString(${sumIf('cost_charged', 'isNotNull(cost_charged)')}) AS charged ` +
      `FROM ${identifier(database)}.usage_records FINAL WHERE ${sql} GROUP BY bucket ORDER BY bucket`,
    parameters: { ...parameters, bucket_ms: bucketMs },
  };
}

function conditionOf({ range, filter }: RecordSelection): Condition {
  return allOf([inRange(range), matches(filter)]);
}

function columnsSql({ format, columns }: ExportPartRequest): string {
  switch (format) {
    case 'csv':
      return `toValidUTF8(concat(${columns.map(csvCell).join(", ',', ")}, '\\r'))`;
    case 'jsonl':
      return `toValidUTF8(${jsonLine(columns)})`;
    case 'parquet':
      return columns.map((key) => `${typedValue(key)} AS ${quoted(exportName(key))}`).join(', ');
  }
}

/** Each column has an expression of its own, because the engine computes those of a column of few values once for each value. */
function csvCell(key: RecordFieldKey): string {
  const value = textOf(key);
  const kind = exportKind(key);
  if (kind === 'number' || kind === 'decimal' || kind === 'time') {
    return `ifNull(${value}, '')`;
  }
  return `replaceRegexpOne(ifNull(concat('"', replaceAll(${safeCellSql(value)}, '"', '""'), '"'), ''), '^""$', '')`;
}

/** Every member begins with a comma; the first comma is removed. */
function jsonLine(columns: readonly RecordFieldKey[]): string {
  const members = columns.map((key) => `ifNull(concat(',"${exportName(key)}":', ${jsonValue(key)}), '')`);
  // The engine escapes slashes, which is allowed and hard to read.
  return `concat('{', replaceAll(substring(concat(${members.join(', ')}), 2), '\\\\/', '/'), '}')`;
}

/** SQL for a value as JSON; NULL if it is unknown. */
function jsonValue(key: RecordFieldKey): string {
  switch (exportKind(key)) {
    case 'texts':
    case 'map':
      return `toJSONString(${quoted(FIELDS[key].column)})`;
    case 'text':
    case 'time':
      return `nullIf(toJSONString(nullIf(${textOf(key)}, '')), 'null')`;
    default:
      return isMoney(key) ? `concat('"', ${textOf(key)}, '"')` : textOf(key);
  }
}

/** SQL for a value as text; NULL if it is unknown. */
function textOf(key: RecordFieldKey): string {
  const { kind, column }: FieldDefinition = FIELDS[key];
  const name = quoted(column);
  switch (exportKind(key)) {
    case 'decimal':
      return `toString(toDecimal128(${name}, 9) / 1000000000)`;
    case 'time':
      return `concat(replaceOne(toString(${name}), ' ', 'T'), 'Z')`;
    case 'texts':
      return `arrayStringConcat(${name}, '${LIST_SEPARATOR}')`;
    case 'map':
      return `arrayStringConcat(${TAG_TEXTS}, '${LIST_SEPARATOR}')`;
    case 'number':
      return `toString(${name})`;
    default:
      return kind === 'state' ? `if(${IS_LOST}, 'lost', state)` : name;
  }
}

/** SQL for a value with the type that other programs read in a Parquet file. */
function typedValue(key: RecordFieldKey): string {
  const { kind, column }: FieldDefinition = FIELDS[key];
  if (exportKind(key) === 'decimal') {
    return `toDecimal128(${quoted(column)}, 9) / 1000000000`;
  }
  return kind === 'state' ? `if(${IS_LOST}, 'lost', state)` : `usage_records.${quoted(column)}`;
}
