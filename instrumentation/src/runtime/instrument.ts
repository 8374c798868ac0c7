import { currentRuntime, wasRuntimeSet } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import { SDK_PATCHES } from '../sdks/index.ts';
import type { SdkPatch } from '../sdks/sdk-patch.ts';
import { startRecording } from './start.ts';

/**
 * Records the calls of `client` and of all clients of its class, patched in place; returns `client` itself. For apps whose
 * SDK is inside a bundle (esbuild, webpack, Next), where `register` finds no package to patch. Beside `register` and on
 * clients that are patched already it does nothing. Starts recording as `register` would, where nothing has yet; with
 * recording off nothing is patched. What is no client of a supported SDK comes back untouched, with one warning. Never
 * throws.
 */
export function instrument<T>(client: T): T {
  guarded('instrument', () => patchClassOf(client));
  return client;
}

function patchClassOf(client: unknown): void {
  if (!wasRuntimeSet()) startRecording();
  if (currentRuntime() === undefined) return;
  if (typeof client !== 'object' || client === null) return warnOnce(client);
  const patched = SDK_PATCHES.some(
    (sdk) => guarded(`patching a client of ${sdk.module}`, () => sdk.patchClassOf?.(client)) === true,
  );
  if (!patched) warnOnce(client);
}

const warned = new WeakSet<object>();
const NO_CLASS = {};

/** An app may make a client a request: it is told once a class. */
function warnOnce(client: unknown): void {
  const isObject = typeof client === 'object' && client !== null;
  const kind = ((isObject && Object.getPrototypeOf(client)) || NO_CLASS) as object;
  if (warned.has(kind)) return;
  warned.add(kind);
  const supported = SDK_PATCHES.filter((sdk) => sdk.patchClassOf !== undefined).map(named);
  process.emitWarning(
    `instrument() was given what is no client that it knows: its calls are not recorded. It takes clients of ${supported.join(', ')}.`,
    'TokenTrail',
  );
}

function named({ module, majors }: SdkPatch): string {
  return `${module} ${majors.join(' and ')}`;
}
