import { currentRuntime } from './runtime.ts';

/** Called when an SDK was patched. `version` is not known if only a client was given. */
export function notePatchedSdk(name: string, version?: string): void {
  const patched = currentRuntime()?.foundSdks.patched;
  if (patched === undefined) return;
  if (version !== undefined) {
    patched.delete(name);
    patched.add(`${name}@${version}`);
  } else if (![...patched].some((sdk) => sdk.startsWith(`${name}@`))) {
    patched.add(name);
  }
}

/** Called when an SDK was found in a major version that is not patched. */
export function noteUnsupportedSdk(name: string, version: string): void {
  currentRuntime()?.foundSdks.unsupported.add(`${name}@${version}`);
}
