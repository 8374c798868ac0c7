import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { ROOT } from './build.ts';

/** Folder of an installed package at the beginning of a path, such as `node_modules/a/node_modules/@b/c`. */
const PACKAGE_FOLDER = /^.*node_modules\/(@[^/]+\/)?[^/]+/;

/**
 * The installed packages whose code is in results of esbuild: their folders, relative to the repository, which is where the paths of
 * the results begin.
 */
export function bundledPackages(results: readonly { metafile: Metafile }[]): string[] {
  const inputs = results.flatMap(({ metafile }) => Object.values(metafile.outputs).map((output) => output.inputs));
  const used = inputs.flatMap((files) => Object.entries(files).filter(([, { bytesInOutput }]) => bytesInOutput > 0));
  return foldersOf(used.map(([path]) => path));
}

/** The folders of packages that contain these files, sorted, each once. */
export function foldersOf(paths: readonly string[]): string[] {
  const folders = paths.map((path) => PACKAGE_FOLDER.exec(path)?.[0]).filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort();
}

/**
 * The licenses of packages: their terms require them beside each copy.
 *
 * @throws an Error that names a package without a license file.
 */
export function thirdPartyLicenses(folders: readonly string[]): string {
  // The same text is printed once, with the names of its packages.
  const packagesOf = new Map<string, string[]>();
  for (const folder of folders.map((path) => join(ROOT, path))) {
    const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
    const { name, version, license } = JSON.parse(manifest) as { name: string; version: string; license?: string };
    const text = licenseOf(folder, name, license);
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version}`].sort());
  }
  const parts = [...packagesOf].map(([text, names]) => `${names.join(', ')}\n\n${text}`).sort();
  return `This package contains code of the following packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Packages under the license of this repository may lack a copy of it. */
function licenseOf(folder: string, name: string, license: string | undefined): string {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  if (file === undefined && license !== 'Apache-2.0') {
    throw new Error(`${name} has no license file, so no published package may contain it`);
  }
  return `${readFileSync(file === undefined ? join(ROOT, 'LICENSE') : join(folder, file), 'utf8').trim()}\n`;
}
