import { ATTRIBUTES, FIELDS, FIELD_KEYS, type FieldDefinition } from '@tokentrail/records';

/** Names that are words of SQL. */
const QUOTED = new Set(['group']);

const fields: readonly FieldDefinition[] = FIELD_KEYS.map((key) => FIELDS[key]);

/**
 * Builds the text of ledger.sql.
 *
 * @param template Text of `templates/ledger.sql`. Markers such as `/*{columns}*\/` are replaced by the lines that are
 *   generated from `FIELDS`, or by the text of a shared part.
 * @param parts Texts of the shared parts, by marker.
 */
export function ledgerSql(template: string, parts: Readonly<Record<string, string>>): string {
  const lists: Readonly<Record<string, readonly string[]>> = {
    columns: fields.map(({ column, type }) => `${quoted(column)} ${type}`),
    select: fields.flatMap((field) => selected(field)),
    unreadable: fields.flatMap((field) => whetherUnreadable(field)),
  };
  return template.replace(/^( *)\/\*\{(\w+)\}\*\//gm, (_marker, indent: string, name: string) => {
    const text = lists[name]?.map((line) => indent + line).join(',\n') ?? parts[name]?.trimEnd();
    if (text === undefined) {
      throw new Error(`templates/ledger.sql has the unknown marker ${name}`);
    }
    return text;
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
    case 'duration':
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
    default:
      return undefined;
  }
}
