import {
  ATTRIBUTES,
  FIELDS,
  FIELD_KEYS,
  PROCESSES_SINCE,
  PROCESS_FIELDS,
  PROCESS_FIELD_KEYS,
  sinceOf,
  type FieldDefinition,
  type FieldKind,
} from '@tokentrail/records';

const COLUMNS = `| column | type | attribute | unit | since | description | example |
| --- | --- | --- | --- | --- | --- | --- |
`;

const HEAD = `# Fields of a record

Generated from \`packages/records/src/fields/\`; do not edit. These are the columns of the ledger's table
\`tokentrail_ledger.usage_records\`. Every user who may query the data source can read all of them; content is never among
them. Each column is read from the attribute in the third column, or written by the store if there is none. NULL means "not
reported", never 0. "Since" is the version of the schema that added the column.

${COLUMNS}`;

const PROCESSES = `
## Fields of a process record

Generated from \`packages/records/src/process.ts\`. These are the columns of the ledger's table \`tokentrail_ledger.processes\`: one row per
process, its newest report of what it is configured to do. A process is no record: it is in no list, count or total. The same readers may
read it.

${COLUMNS}`;

const UNITS: Partial<Record<FieldKind, string>> = {
  duration: 'ns',
  amount: 'nano-USD',
  cost: 'nano-USD',
};

/** The text of docs/fields.md. */
export function fieldTable(): string {
  return [
    HEAD,
    ...FIELD_KEYS.map((key) => row(FIELDS[key], 1)),
    PROCESSES,
    ...PROCESS_FIELD_KEYS.map((key) => row(PROCESS_FIELDS[key], PROCESSES_SINCE)),
  ].join('');
}

/** `table`: the version of the schema that added the table. */
function row(field: FieldDefinition, table: number): string {
  const { column, type, kind, attribute, sample, sent = sample } = field;
  const description = field.description ?? (attribute === undefined ? '' : ATTRIBUTES[attribute].description);
  const cells = [
    code(column),
    code(type.replace(/ (CODEC|DEFAULT).*/, '')),
    attribute === undefined ? '' : code(ATTRIBUTES[attribute].name),
    UNITS[kind] ?? '',
    String(sinceOf(field, table)),
    description,
    sent === null || sent === '' ? '' : code(typeof sent === 'string' ? sent : JSON.stringify(sent)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
