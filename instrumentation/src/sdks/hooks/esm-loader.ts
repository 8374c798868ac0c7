/** The ESM hook in the loader's own thread, for Node versions whose hooks cannot run in the app's thread. */
import type { InitializeHook, LoadHook } from 'node:module';
import { withPatch, type HookedModule } from './patch-source.ts';

let modules: readonly HookedModule[] = [];

export const initialize: InitializeHook<readonly HookedModule[]> = (hooked) => {
  modules = hooked;
};

export const load: LoadHook = async (url, context, nextLoad) => withPatch(url, await nextLoad(url, context), modules);
