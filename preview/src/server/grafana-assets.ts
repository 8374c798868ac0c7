import { createRequire } from 'node:module';
import path from 'node:path';

export interface AssetFile {
  folder: string;
  name: string;
}

const ICONS = '/public/build/img/icons/';
const FONTS = '/public/fonts/';

/** Icons that the libraries use but do not contain. */
const OWN_ICONS = new Set(['unicons/spinner.svg', 'unicons/angle-double-left.svg']);

/** Fonts that the libraries' style sheets request under a different name than in their package. */
const RENAMED_FONTS: ReadonlyMap<string, { packageName: string; file: string }> = new Map([
  [
    'roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2',
    { packageName: '@fontsource/roboto-mono', file: 'files/roboto-mono-latin-400-normal.woff2' },
  ],
]);

/**
 * Path of an icon or font that Grafana serves itself; undefined for other files.
 *
 * @param libraries folder from which Grafana's libraries are found.
 */
export function findGrafanaAsset(urlPath: string, libraries: string): AssetFile | undefined {
  const packageFolder = (name: string) =>
    path.dirname(createRequire(path.join(libraries, 'package.json')).resolve(`${name}/package.json`));
  if (urlPath.startsWith(ICONS)) {
    const name = urlPath.slice(ICONS.length);
    return OWN_ICONS.has(name)
      ? { folder: path.join(import.meta.dirname, 'icons'), name: path.basename(name) }
      : { folder: path.join(packageFolder('@grafana/ui'), 'dist/public/img/icons'), name };
  }
  if (!urlPath.startsWith(FONTS)) {
    return undefined;
  }
  const asked = urlPath.slice(FONTS.length);
  const renamed = RENAMED_FONTS.get(asked);
  return renamed === undefined
    ? { folder: path.join(packageFolder('inter-ui'), 'web'), name: path.basename(asked) }
    : { folder: packageFolder(renamed.packageName), name: renamed.file };
}
