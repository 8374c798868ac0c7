import { createRequire } from 'node:module';
import path from 'node:path';

export interface AssetFile {
  folder: string;
  name: string;
}

const ICONS = '/public/build/img/icons/';
const FONTS = '/public/fonts/';

/** Icons that the libraries name but do not bring. */
const OWN_ICONS = new Set(['unicons/spinner.svg', 'unicons/angle-double-left.svg']);

/** The files that the libraries' style sheets ask Grafana for, and where the same fonts are. */
const FONT_FILES: Record<string, { packageName: string; file: string }> = {
  'inter/Inter-Regular.woff2': { packageName: '@fontsource/inter', file: 'inter-latin-400-normal.woff2' },
  'inter/Inter-Medium.woff2': { packageName: '@fontsource/inter', file: 'inter-latin-500-normal.woff2' },
  'inter/Inter-Italic.woff2': { packageName: '@fontsource/inter', file: 'inter-latin-400-italic.woff2' },
  'inter/Inter-MediumItalic.woff2': { packageName: '@fontsource/inter', file: 'inter-latin-500-italic.woff2' },
  'roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2': {
    packageName: '@fontsource/roboto-mono',
    file: 'roboto-mono-latin-400-normal.woff2',
  },
};

/** Where a file lies that Grafana has among its own: icons and fonts. Undefined: it is none of them. */
export function findGrafanaAsset(urlPath: string): AssetFile | undefined {
  if (urlPath.startsWith(ICONS)) {
    const name = urlPath.slice(ICONS.length);
    return OWN_ICONS.has(name)
      ? { folder: path.join(import.meta.dirname, 'icons'), name: path.basename(name) }
      : { folder: path.join(packageFolder('@grafana/ui'), 'dist/public/img/icons'), name };
  }
  const font = urlPath.startsWith(FONTS) ? FONT_FILES[urlPath.slice(FONTS.length)] : undefined;
  return font === undefined
    ? undefined
    : { folder: path.join(packageFolder(font.packageName), 'files'), name: font.file };
}

function packageFolder(name: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
