import { ATTRIBUTES, GEN_AI_SCHEMA_URL, type AttributeDefinition } from '@tokentrail/records';

const HEAD = `# Attributes of a record

Generated from \`packages/records/src/attributes.ts\`; do not edit. A record is one span. The traces store receives all of its
attributes, except those of a process record (\`tokentrail.process.*\`), which only the ledger stores. The ledger receives only those listed
under "Ledger". An attribute that is not listed here never enters the ledger.

Names of \`gen_ai.*\` follow the [GenAI semantic conventions](https://github.com/open-telemetry/semantic-conventions-genai), schema
<${GEN_AI_SCHEMA_URL}>.
`;

/** The text of docs/attributes.md. */
export function attributeTable(): string {
  const all: readonly AttributeDefinition[] = Object.values(ATTRIBUTES);
  const section = (title: string, chosen: readonly AttributeDefinition[]) => [
    `\n## ${title}\n\n| attribute | type | description |\n| --- | --- | --- |\n`,
    ...chosen.map(({ name, type, description }) => `| \`${name}\` | ${type} | ${description} |\n`),
  ];
  const onSpan = (store: AttributeDefinition['store']) => all.filter((a) => a.on === 'span' && a.store === store);
  return [
    HEAD,
    ...section('Ledger: visible to every user of the data source', onSpan('ledger')),
    ...section(
      'Content: only in the traces store, visible to admins, recorded only at level `headers` or `full`',
      onSpan('traces'),
    ),
    ...section(
      'Resource: also in the ledger',
      all.filter((a) => a.on === 'resource'),
    ),
  ].join('');
}
