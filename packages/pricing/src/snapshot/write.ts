/** Writes the committed snapshot: `npm run snapshot -w packages/pricing`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { CompactSnapshot } from './compact.ts';
import { compileSnapshot } from './compile.ts';
import { installedProviders } from './installed.ts';

const PACKAGE = new URL('../../../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
const TARGET = new URL('./snapshot.json', import.meta.url);

/** One entry per line, so that one changed price is one changed line. */
function layOut(snapshot: CompactSnapshot): string {
  const { entries, ...head } = snapshot;
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines}\n]}\n`;
}

const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
const today = new Date().toISOString().slice(0, 10);
const snapshot = compileSnapshot(installedProviders(), `@pydantic/genai-prices@${version}`, today);
const text = layOut(snapshot);
writeFileSync(TARGET, text);
console.log(`${String(snapshot.entries.length)} models, ${String(Math.round(text.length / 1024))} KB`);
