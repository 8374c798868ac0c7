import module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as RequireInTheMiddle from 'require-in-the-middle';
import { notePatchedSdk, noteUnsupportedSdk } from '../../api/found-sdks.ts';
import { isAtLeast } from '../../util/node-version.ts';
import { guarded } from '../../util/guarded.ts';
import { SDK_PATCHES } from '../index.ts';
import { PATCH_FUNCTION, versionOf, withPatch, type HookedModule } from './patch-source.ts';

type PatchExports = (name: string, exports: Record<string, unknown>, version: string) => void;

const SHARED = Symbol.for(PATCH_FUNCTION);
const shared = globalThis as typeof globalThis & { [SHARED]?: PatchExports };

/**
 * Patches each SDK when `import` or `require` loads it. Affects SDKs loaded after this call; a second call does
 * nothing.
 */
export function patchModules(): void {
  if (shared[SHARED] !== undefined) {
    return;
  }
  shared[SHARED] = patchExports;
  const hooked = SDK_PATCHES.map(({ module: name, esmEntry = 'index.mjs', esmBindings }) => ({
    module: name,
    esmEntry,
    ...(esmBindings === undefined ? {} : { esmBindings }),
  }));
  guarded('hooking import', () => hookImport(hooked));
  guarded('hooking require', () => hookRequire(hooked.map(({ module: name }) => name)));
}

const patchExports: PatchExports = (name, exports, version) => {
  const major = Number.parseInt(version, 10);
  const patch = SDK_PATCHES.find((sdk) => sdk.module === name && sdk.majors.includes(major));
  if (patch === undefined) return noteUnsupportedSdk(name, version);
  guarded(`patching ${name} ${version}`, () => {
    patch.patch(exports, version);
    notePatchedSdk(name, version);
  });
};

function hookImport(hooked: HookedModule[]): void {
  if (hasHooksInThread(process.versions.node)) {
    module.registerHooks({ load: (url, context, nextLoad) => withPatch(url, nextLoad(url, context), hooked) });
  } else {
    module.register('./esm-loader.mjs', { parentURL: import.meta.url, data: hooked });
  }
}

/**
 * Whether hooks can run in the app's thread. In earlier versions such a hook could not load CommonJS
 * (nodejs/node#59929).
 */
function hasHooksInThread(version: string): boolean {
  return (
    (isAtLeast(version, '22.22.3') && !isAtLeast(version, '23.0.0')) ||
    (isAtLeast(version, '24.11.1') && !isAtLeast(version, '25.0.0')) ||
    isAtLeast(version, '25.1.0')
  );
}

/** Loads `require-in-the-middle` only here, so that an app bundle that uses only `instrument()` does not need it. */
function hookRequire(names: string[]): void {
  const { Hook } = createRequire(import.meta.url)('require-in-the-middle') as typeof RequireInTheMiddle;
  new Hook(names, (exports, name, folder) => {
    const version = folder && versionOf(`${pathToFileURL(folder).href}/`);
    if (version !== undefined && version !== '') patchExports(name, exports as Record<string, unknown>, version);
    return exports;
  });
}
