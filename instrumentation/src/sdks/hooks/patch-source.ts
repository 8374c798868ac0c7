import { readFileSync } from 'node:fs';

/** An SDK as the ESM hook knows it. It travels to the loader's thread on older versions of Node, so it is plain data. */
export interface HookedModule {
  module: string;
  /** Path, within the package, of the ESM entry. */
  esmEntry: string;
  /** Names of the entry's own that are handed over; absent where the entry only re-exports. */
  esmBindings?: readonly string[];
}

/** Where the appended code finds the function that patches: `(module, exports, version) => void`. */
export const PATCH_FUNCTION = 'tokentrail.instrumentation.patchExports';

/** Marks the URL under which an entry is loaded a second time, unchanged. */
const UNCHANGED = '?tokentrail-exports';

/**
 * What to append to the source that is loaded from `url`; null where it is no entry of a hooked SDK.
 *
 * An entry imports its own re-exports under another URL, which yields the very same classes, and hands them over. One
 * that defines the classes itself would yield others that way: it hands over its own bindings. So nothing stands between
 * the app and what the SDK exports, and no other tool's loader is in the way or disturbed.
 */
export function codeToAppend(url: string, modules: readonly HookedModule[]): string | null {
  if (!url.startsWith('file:') || !url.includes('/node_modules/')) {
    return null;
  }
  const hooked = modules.find(({ module, esmEntry }) => url.endsWith(`/node_modules/${module}/${esmEntry}`));
  const version = hooked && versionOf(url.slice(0, -hooked.esmEntry.length));
  if (hooked === undefined || version === undefined) {
    return null;
  }
  const patch = `globalThis[Symbol.for(${JSON.stringify(PATCH_FUNCTION)})]`;
  const call = (exports: string) =>
    `\n${patch}?.(${JSON.stringify(hooked.module)}, ${exports}, ${JSON.stringify(version)});\n`;
  return hooked.esmBindings === undefined
    ? `\nimport * as __tokentrailExports from ${JSON.stringify(url + UNCHANGED)};${call('__tokentrailExports')}`
    : call(`{ ${hooked.esmBindings.map(binding).join(', ')} }`);
}

/** A version of the SDK may lack it. */
function binding(name: string): string {
  return `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`;
}

/** Version in the package.json of the package at `folderUrl`; undefined where there is none. */
export function versionOf(folderUrl: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(new URL('package.json', folderUrl), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

interface Loaded {
  format?: string | null | undefined;
  source?: string | ArrayBuffer | ArrayBufferView | null | undefined;
}

/** `loaded` with the code that patches, where it is an entry of a hooked SDK. */
export function withPatch<L extends Loaded>(url: string, loaded: L, modules: readonly HookedModule[]): L {
  if (loaded.format !== 'module' || loaded.source === null || loaded.source === undefined) {
    return loaded;
  }
  const code = codeToAppend(url, modules);
  return code === null ? loaded : { ...loaded, source: textOf(loaded.source) + code };
}

function textOf(source: string | ArrayBuffer | ArrayBufferView): string {
  if (typeof source === 'string') return source;
  const bytes = ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
  return bytes.toString();
}
