import { readFileSync } from 'node:fs';

/**
 * What the ESM hook needs to know about an SDK. Plain data, because older versions of Node send it to the loader's
 * thread.
 */
export interface HookedModule {
  module: string;
  /** Path, within the package, of the ESM entry. */
  esmEntry: string;
  /** Local bindings of the entry that are passed to the patch; absent if the entry only re-exports. */
  esmBindings?: readonly string[];
}

/**
 * Key of the global symbol that holds the patch function for the appended code: `(module, exports, version) => void`.
 */
export const PATCH_FUNCTION = 'tokentrail.instrumentation.patchExports';

/** Marks the URL under which an entry is imported a second time, without appended code. */
const UNCHANGED = '?tokentrail-exports';

/**
 * The code to append to the source that is loaded from `url`; null if it is not the entry of a hooked SDK.
 *
 * An entry that only re-exports imports itself under another URL, which yields the same classes, and passes them to the
 * patch. An entry that defines its classes would define them twice that way, so it passes its local bindings. Both ways
 * the app imports the SDK's own exports, and loaders of other tools are not affected.
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

/** An object property for `name`; undefined if this version of the SDK has no such binding. */
function binding(name: string): string {
  return `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`;
}

/** The version in the package.json at `folderUrl`; undefined if there is none. */
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

/** Appends the patch code to `loaded` if it is the entry of a hooked SDK. */
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
