import { NOTHING_RECORDED } from '../api/no-op-handles.ts';
import { startCall } from '../api/start-call.ts';
import type { CallHandle, CallStart } from '../types.ts';

// Shared by all loaded copies of the package, because only one of them patches a class.
const SHARED = Symbol.for('tokentrail.instrumentation.sdks-off');
const shared = globalThis as typeof globalThis & { [SHARED]?: boolean };

/**
 * Begins the record of a call that an SDK makes, like `startCall`. While SDK calls are off the handle does nothing, and
 * the patched method passes straight through.
 */
export function startSdkCall(start: CallStart): CallHandle {
  return shared[SHARED] === true ? NOTHING_RECORDED : startCall(start);
}

/**
 * Switches the recording of SDK calls on or off, for all SDKs of the process. Patched methods stay in place, because
 * other tools may have wrapped them since, and calls that are running still need them.
 */
export function switchSdkCalls(on: boolean): void {
  shared[SHARED] = !on;
}
