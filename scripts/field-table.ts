import { ATTRIBUTES, FIELDS, FIELD_KEYS, sinceOf, type FieldDefinition, type FieldKind } from '@tokentrail/records';

const HEAD = `# Fields of a record

Generated from \`packages/records/src/fields/\`; do not edit. These are the columns of the ledger's table
\`tokentrail_ledger.usage_records\`. Every user who may query the data source can read all of them; content is never among
them. Each column is read from the attribute in the third column, or written by the store if there is none. NULL means "not
reported", never 0. "Since" is the version of the schema that added the column.

| column | type | attribute | unit | since | description | example |
| --- | --- | --- | --- | --- | --- | --- |
`;

const UNITS: Partial<Record<FieldKind, string>> = {
  duration: 'ns',
  amount: 'nano-USD',
  cost: 'nano-USD',
};

/** The text of docs/fields.md. */
export function fieldTable(): string {
  return HEAD + FIELD_KEYS.map((key) => row(FIELDS[key])).join('');
}

function row(field: FieldDefinition): string {
  const { column, type, kind, attribute, sample, sent = sample } = field;
  const description = field.description ?? (attribute === undefined ? '' : ATTRIBUTES[attribute].description);
  const cells = [
    code(column),
    code(type.replace(/ (CODEC|DEFAULT).*/, '')),
    attribute === undefined ? '' : code(ATTRIBUTES[attribute].name),
    UNITS[kind] ?? '',
    String(sinceOf(field)),
    description,
    sent === null || sent === '' ? '' : code(typeof sent === 'string' ? sent : JSON.stringify(sent)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
