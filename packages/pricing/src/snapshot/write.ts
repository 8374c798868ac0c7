/** Writes the committed snapshot, and the version of its package: `npm run snapshot -w packages/pricing`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { CompactSnapshot } from './compact.ts';
import { compileSnapshot } from './compile.ts';
import { installedProviders } from './installed.ts';

const PACKAGE = new URL('../../../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
const PRICES = new URL('../../../prices/', import.meta.url);
const MANIFEST = new URL('package.json', PRICES);

/** One entry per line, so that one changed price is one changed line. */
function layOut(snapshot: CompactSnapshot): string {
  const { entries, ...head } = snapshot;
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines}\n]}\n`;
}

/** The package's major version is the form of the snapshot, its minor version the day. */
function versionOf({ schema, date }: CompactSnapshot): string {
  return `${String(schema)}.${date.replaceAll('-', '')}.0`;
}

const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
const today = new Date().toISOString().slice(0, 10);
const snapshot = compileSnapshot(installedProviders(), `@pydantic/genai-prices@${version}`, today);
const text = layOut(snapshot);
writeFileSync(new URL('snapshot.json', PRICES), text);
const manifest = readFileSync(MANIFEST, 'utf8');
writeFileSync(MANIFEST, manifest.replace(/"version": ".*"/, `"version": "${versionOf(snapshot)}"`));
console.log(`${String(snapshot.entries.length)} models, ${String(Math.round(text.length / 1024))} KB`);
