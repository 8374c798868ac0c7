import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build.ts';

/** What users need; the rest of the folder is sources and tests of this repository. */
const FILES = /\.yaml$|^README\.md$|^(request-limits|sanitizer)$/;

/**
 * Copies the collector's files into a folder of `target`: configuration, the builder's manifest, and the sources of our own
 * components.
 * @returns that folder.
 */
export function packCollector(target: string, name = 'tokentrail-collector'): string {
  const folder = join(target, name);
  const from = join(ROOT, 'collector-config');
  for (const entry of readdirSync(from).filter((path) => FILES.test(path))) {
    cpSync(join(from, entry), join(folder, entry), { recursive: true });
  }
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  return folder;
}
