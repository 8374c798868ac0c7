import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Folder of an installed package at the beginning of a path, such as `node_modules/a/node_modules/@b/c`. */
const PACKAGE_FOLDER = /^.*node_modules\/(@[^/]+\/)?[^/]+/;

/**
 * The licenses of the packages that a bundle contains: their terms require them beside each copy.
 *
 * @param bundled results of esbuild, whose paths are relative to `from`.
 * @throws an Error that names a package without a license file.
 */
export function thirdPartyLicenses(bundled: readonly Metafile[], from: string): string {
  const folders = new Set<string>();
  for (const { outputs } of bundled) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = PACKAGE_FOLDER.exec(path)?.[0];
        if (folder !== undefined && bytesInOutput > 0) folders.add(join(from, folder));
      }
    }
  }
  // The same text is printed once, with the names of its packages.
  const packagesOf = new Map<string, string[]>();
  for (const folder of folders) {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Named;
    const text = licenseOf(folder, name);
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version}`].sort());
  }
  const parts = [...packagesOf].map(([text, names]) => `${names.join(', ')}\n\n${text}`).sort();
  return `This package contains code of the following packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

interface Named {
  name: string;
  version: string;
}

function licenseOf(folder: string, name: string): string {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  if (file === undefined) {
    throw new Error(`${name} has no license file, so no published package may contain it`);
  }
  return `${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}
