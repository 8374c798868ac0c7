import {
  ATTRIBUTES,
  FIELDS,
  FIELD_KEYS,
  LEDGER_SCHEMA_VERSION,
  sinceOf,
  type FieldDefinition,
} from '@tokentrail/records';
import { MIGRATION_COMMENT } from './schema.ts';

/** Names that are words of SQL. */
const QUOTED = new Set(['group']);

const fields: readonly FieldDefinition[] = FIELD_KEYS.map((key) => FIELDS[key]);

/** Tables with the columns of a record. A migration adds columns to both. */
const TABLES = ['usage_records', 'repriced'];

/** Versions of the schema whose migration is written by hand, in `templates/`. */
const WRITTEN_MIGRATIONS: ReadonlySet<number> = new Set([2]);

/**
 * Builds the text of ledger.sql.
 *
 * @param template Text of `templates/ledger.sql`. Markers such as `/*{columns}*\/` are replaced by what is generated from
 *   `FIELDS`, or by the text of a part.
 * @param parts Texts of the other templates, by marker.
 */
export function ledgerSql(template: string, parts: Readonly<Record<string, string>>): string {
  const texts: Readonly<Record<string, (indent: string) => string>> = {
    columns: list(fields.map(({ column, type }) => `${quoted(column)} ${type}`)),
    select: list(fields.flatMap((field) => selected(field))),
    unreadable: list(fields.flatMap((field) => whetherUnreadable(field))),
    migrations: () =>
      newColumnMigrations()
        .map((sql) => `\n${sql}\n`)
        .join(''),
    version: (indent) => `${indent}${LEDGER_SCHEMA_VERSION}`,
  };
  return template.replace(/( *)\/\*\{(\w+)\}\*\//g, (_marker, indent: string, name: string) => {
    const text = texts[name]?.(indent) ?? parts[name]?.trimEnd();
    if (text === undefined) {
      throw new Error(`templates/ledger.sql has the unknown marker ${name}`);
    }
    return text;
  });
}

function list(lines: readonly string[]): (indent: string) => string {
  return (indent) => lines.map((line) => indent + line).join(',\n');
}

/** The migrations that only add columns, one for each version. */
function newColumnMigrations(): string[] {
  const versions = Array.from({ length: LEDGER_SCHEMA_VERSION }, (_, index) => index + 1);
  return versions.slice(1).flatMap((version) => {
    if (WRITTEN_MIGRATIONS.has(version)) {
      return [];
    }
    const added = fields.filter((field) => sinceOf(field) === version);
    const columns = added.map(({ column, type }) => `    ADD COLUMN IF NOT EXISTS ${quoted(column)} ${type}`);
    const statements = TABLES.map((table) => `ALTER TABLE tokentrail_ledger.${table}\n${columns.join(',\n')};`);
    const names = added.map(({ column }) => column).join(', ');
    return [`${MIGRATION_COMMENT}${version}: ${names}\n${statements.join('\n\n')}`];
  });
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
