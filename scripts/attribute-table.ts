/** Writes docs/attributes.md from the one table of attributes: `node scripts/run.mjs scripts/attribute-table.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTRIBUTES, type AttributeDefinition } from '@tokentrail/records';

const HEAD = `# Attributes of a record

Written from \`packages/records/src/attributes.ts\`; do not edit by hand. A record is one span; all of it reaches the traces
store, and what is marked "ledger" the ledger too. What is in neither list never enters the ledger, whoever named it.
`;

export function attributeTable(): string {
  const all: readonly AttributeDefinition[] = Object.values(ATTRIBUTES);
  const section = (title: string, chosen: readonly AttributeDefinition[]) => [
    `\n## ${title}\n\n| attribute | type | what |\n| --- | --- | --- |\n`,
    ...chosen.map(({ name, type, description }) => `| \`${name}\` | ${type} | ${description} |\n`),
  ];
  const onSpan = (store: AttributeDefinition['store']) => all.filter((a) => a.on === 'span' && a.store === store);
  return [
    HEAD,
    ...section('Ledger: every user of the data source', onSpan('ledger')),
    ...section('Content: the traces store alone, admins, only at level `headers` or `full`', onSpan('traces')),
    ...section(
      'Resource: ledger',
      all.filter((a) => a.on === 'resource'),
    ),
  ].join('');
}

export const TABLE_FILE = join(import.meta.dirname, '..', 'docs', 'attributes.md');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TABLE_FILE, attributeTable());
}
