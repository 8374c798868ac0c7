import { notePatchedSdk } from '../api/found-sdks.ts';
import { currentRuntime, wasRuntimeSet } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import { SDK_PATCHES } from '../sdks/index.ts';
import { supportedVersions } from '../sdks/sdk-patch.ts';
import { startRecording } from './start.ts';

/**
 * Records the calls of `client` and of all clients of its class. Patches the class in place and returns `client`
 * itself. For apps whose SDK is inside a bundle (esbuild, webpack, Next), in which `register` finds no package to
 * patch. Does nothing if `register` or an earlier call has patched the class. Starts recording like `register`, unless
 * recording was started before; while recording is off it patches nothing. Any other value is returned unchanged, with
 * one warning. Never throws.
 */
export function instrument<T>(client: T): T {
  guarded('instrument', () => patchClassOf(client));
  return client;
}

function patchClassOf(client: unknown): void {
  if (!wasRuntimeSet()) startRecording();
  if (currentRuntime() === undefined) return;
  if (typeof client !== 'object' || client === null) return warnOnce(client);
  const patched = SDK_PATCHES.find(
    (sdk) => guarded(`patching a client of ${sdk.module}`, () => sdk.patchClassOf?.(client)) === true,
  );
  if (patched === undefined) warnOnce(client);
  else notePatchedSdk(patched.module);
}

const warned = new WeakSet<object>();
/** Stands for values without a class. */
const NO_CLASS = {};

/** Warns once for each class, because an app may create a client for every request. */
function warnOnce(client: unknown): void {
  const isObject = typeof client === 'object' && client !== null;
  const clientClass = ((isObject && Object.getPrototypeOf(client)) || NO_CLASS) as object;
  if (warned.has(clientClass)) return;
  warned.add(clientClass);
  const supported = SDK_PATCHES.filter((sdk) => sdk.patchClassOf !== undefined).map(supportedVersions);
  process.emitWarning(
    `instrument() was given a value that is not a supported client: its calls are not recorded. ` +
      `It supports clients of ${supported.join(', ')}.`,
    'TokenTrail',
  );
}
