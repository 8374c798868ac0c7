import {
  ATTRIBUTES,
  FIELDS,
  FIELD_KEYS,
  LEDGER_SCHEMA_VERSION,
  PROCESSES_SINCE,
  PROCESS_FIELDS,
  PROCESS_FIELD_KEYS,
  sinceOf,
  type FieldDefinition,
} from '@tokentrail/records';
import { retentionPairs, ttlOf } from './retention.ts';
import { MIGRATION_COMMENT } from './schema.ts';
import { searchTextColumn } from './search-text.ts';

/** Names that are words of SQL. */
const QUOTED = new Set(['group']);

const recordFields: readonly FieldDefinition[] = FIELD_KEYS.map((key) => FIELDS[key]);
const processFields: readonly FieldDefinition[] = PROCESS_FIELD_KEYS.map((key) => PROCESS_FIELDS[key]);

/** Tables whose columns are generated. A migration adds new columns to each. */
const TABLES = [
  { names: ['usage_records', 'repriced'], fields: recordFields, since: 1 },
  { names: ['processes'], fields: processFields, since: PROCESSES_SINCE },
];

/** What changes in the versions of the schema whose migration is written by hand: `templates/migration-<version>.sql`. */
export const WRITTEN_MIGRATIONS: ReadonlyMap<number, string> = new Map([
  [2, 'sender'],
  [6, 'processes'],
  [8, 'search_text, skip indexes, merges'],
  [10, 'group of attempts'],
]);

/**
 * Builds the text of ledger.sql.
 *
 * @param template Text of `templates/ledger.sql`. Markers such as `/*{columns}*\/` are replaced by what is generated from
 *   `FIELDS` and `PROCESS_FIELDS`, or by the text of a part.
 * @param parts Texts of the other templates, by marker. They may contain markers too.
 */
export function ledgerSql(template: string, parts: Readonly<Record<string, string>>): string {
  const texts: Readonly<Record<string, (indent: string) => string>> = {
    columns: columnsOf(recordFields),
    select: list(recordFields.flatMap((field) => selected(field))),
    unreadable: list(recordFields.flatMap((field) => whetherUnreadable(field))),
    process_columns: columnsOf(processFields),
    process_select: list(processFields.flatMap((field) => selected(field))),
    process_unreadable: list(processFields.flatMap((field) => whetherUnreadable(field))),
    usage_records_ttl: () => ttlOf('usage_records'),
    record_attempts_ttl: () => ttlOf('record_attempts'),
    processes_ttl: () => ttlOf('processes'),
    retention: list(retentionPairs()),
    migrations: () =>
      replaced(
        migrations(parts)
          .map((sql) => `${sql}\n`)
          .join('\n'),
      ),
    search_text: (indent) => `${indent}${searchTextColumn()}`,
    version: (indent) => `${indent}${LEDGER_SCHEMA_VERSION}`,
  };
  const replaced = (text: string): string =>
    text.replace(/( *)\/\*\{(\w+)\}\*\//g, (_marker, indent: string, name: string) => {
      const part = parts[name];
      const generated = texts[name]?.(indent) ?? (part === undefined ? undefined : replaced(part.trimEnd()));
      if (generated === undefined) {
        throw new Error(`clickhouse/templates/ has the unknown marker ${name}`);
      }
      return generated;
    });
  return replaced(template);
}

function columnsOf(fields: readonly FieldDefinition[]): (indent: string) => string {
  return list(fields.map(({ column, type }) => `${quoted(column)} ${type}`));
}

function list(lines: readonly string[]): (indent: string) => string {
  return (indent) => lines.map((line) => indent + line).join(',\n');
}

/** The migrations of all versions, oldest first. */
function migrations(parts: Readonly<Record<string, string>>): string[] {
  const versions = Array.from({ length: LEDGER_SCHEMA_VERSION - 1 }, (_, index) => index + 2);
  return versions.map((version) => {
    const change = WRITTEN_MIGRATIONS.get(version);
    if (change !== undefined) {
      return `${MIGRATION_COMMENT}${version}: ${change}\n${parts[`migration_${version}`]!.trimEnd()}`;
    }
    return newColumnMigration(version);
  });
}

/** A migration that only adds columns. */
function newColumnMigration(version: number): string {
  const tables = TABLES.map((table) => ({
    ...table,
    added: table.fields.filter((field) => sinceOf(field, table.since) === version),
  })).filter(({ added }) => added.length > 0);
  const statements = tables.flatMap(({ names, added }) => {
    const columns = added.map(({ column, type }) => `    ADD COLUMN IF NOT EXISTS ${quoted(column)} ${type}`);
    return names.map((name) => `ALTER TABLE tokentrail_ledger.${name}\n${columns.join(',\n')};`);
  });
  const changes = tables.flatMap(({ added }) => added.map(({ column }) => column));
  return `${MIGRATION_COMMENT}${version}: ${changes.join(', ')}\n${statements.join('\n\n')}`;
}

function quoted(column: string): string {
  return QUOTED.has(column) ? `\`${column}\`` : column;
}

function selected(field: FieldDefinition): string[] {
  const sql = field.sql ?? expressionOf(field);
  return sql === undefined ? [] : [`${sql} AS ${quoted(field.column)}`];
}

/** The attribute of a field as the view sees it: text, '' if it is missing. */
function attributeOf({ attribute }: FieldDefinition): string | undefined {
  if (attribute === undefined) {
    return undefined;
  }
  const { on, name } = ATTRIBUTES[attribute];
  return `${on === 'span' ? 'SpanAttributes' : 'ResourceAttributes'}['${name}']`;
}

function expressionOf(field: FieldDefinition): string | undefined {
  const value = attributeOf(field);
  if (value === undefined) {
    return undefined;
  }
  switch (field.kind) {
    case 'text':
      return `nullIf(${value}, '')`;
    case 'word':
    case 'state':
      return value;
    case 'integer':
    case 'amount':
      return `boundedInt(${[value, ...boundsOf(field)].join(', ')})`;
    case 'flag':
      return `${value} = 'true'`;
    case 'optionalFlag':
      return `if(${value} IN ('true', 'false'), ${value} = 'true', NULL)`;
    case 'texts':
    case 'costLines':
      return `JSONExtract(${value}, 'Array(String)')`;
    case 'cost':
      return `costOf(${value}, ${value.replace("']", ".state']")})`;
    case 'costState':
      return `costStateOf(${field.column.replace('_state', '')}, ${value.replace(".state']", "']")}, ${value})`;
    case 'map':
      return `CAST(JSONExtract(${value}, 'Map(String, String)'), '${field.type}')`;
    case 'duration':
    case 'time':
    case 'startTime':
    case 'other':
      throw new Error(`The field of the column ${field.column} needs its own \`sql\`.`);
  }
}

function boundsOf({ bounds, column }: FieldDefinition): readonly [string, string] {
  if (bounds === undefined) {
    throw new Error(`The field of the column ${column} needs \`bounds\`.`);
  }
  return bounds;
}

function whetherUnreadable(field: FieldDefinition): string[] {
  const condition = field.unreadable ?? unreadableCondition(field);
  return condition === undefined ? [] : [`if(${condition}, '${field.column}', '')`];
}

function unreadableCondition(field: FieldDefinition): string | undefined {
  const value = attributeOf(field);
  if (value === undefined) {
    return undefined;
  }
  switch (field.kind) {
    case 'integer':
    case 'duration':
    case 'amount':
    case 'cost':
    case 'optionalFlag':
      return `${quoted(field.column)} IS NULL AND ${value} != ''`;
    case 'texts':
    case 'costLines':
      return `${value} != '' AND JSONType(${value}) != 'Array'`;
    case 'map':
      return `${value} != '' AND JSONType(${value}) != 'Object'`;
    default:
      return undefined;
  }
}
