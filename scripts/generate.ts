/**
 * Writes the files that are generated from the tables of `packages/records`, from the alert rules, the dashboards and the commands, and
 * prints the names of those that changed: `npm run generate`. With `--check` it writes nothing and fails if a file is out of date.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles as clickhouseFiles } from '../clickhouse/src/generate.ts';
import { generatedFiles as collectorFiles } from '../collector-config/src/generate.ts';
import { generatedFiles as alertFiles } from '../provisioning/src/alerts/generate.ts';
import { generatedFiles as dashboardFiles } from '../provisioning/src/dashboards/generate.ts';
import { attributeTable } from './attribute-table.ts';
import { fieldTable } from './field-table.ts';

const ROOT = join(import.meta.dirname, '..');

/** Texts by folder and name. */
const GENERATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clickhouse: clickhouseFiles(),
  'collector-config': collectorFiles(),
  'provisioning/alerting': alertFiles(),
  'provisioning/dashboards': dashboardFiles(),
  docs: {
    'attributes.md': attributeTable(),
    'commands.md': printed('cli/src/print-reference.ts'),
    'fields.md': fieldTable(),
  },
};

/** What a program of a folder that itself needs `scripts/` prints. */
function printed(program: string): string {
  return execFileSync(process.execPath, [join(ROOT, program)], { encoding: 'utf8' });
}

const outdated = Object.entries(GENERATED).flatMap(([folder, files]) =>
  Object.entries(files)
    .map(([name, text]) => ({ name: join(folder, name), text }))
    .filter(({ name, text }) => textOf(name) !== text),
);

function textOf(name: string): string | null {
  try {
    return readFileSync(join(ROOT, name), 'utf8');
  } catch {
    return null;
  }
}

if (!process.argv.includes('--check')) {
  outdated.forEach(({ name, text }) => writeFileSync(join(ROOT, name), text));
} else if (outdated.length > 0) {
  console.error('These files are out of date. Run `npm run generate`:');
  process.exitCode = 1;
}
outdated.forEach(({ name }) => console.log(name));
