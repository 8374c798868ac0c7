import { currentRuntime } from './runtime.ts';

/** Adds an SDK to those that this process reports as patched. `version` is not known if only a client was given. */
export function notePatchedSdk(name: string, version?: string): void {
  const patched = currentRuntime()?.patchedSdks;
  if (patched === undefined) return;
  if (version !== undefined) {
    patched.delete(name);
    patched.add(`${name}@${version}`);
  } else if (![...patched].some((sdk) => sdk.startsWith(`${name}@`))) {
    patched.add(name);
  }
}
