import { patchModules } from '../sdks/hooks/patch-modules.ts';
import { currentRuntime } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import { SDK_LISTENERS } from '../sdks/index.ts';
import { switchSdkCalls } from '../sdks/start-sdk-call.ts';
import { startRecording } from './start.ts';

/**
 * Starts recording and patches the SDKs loaded from now on, like `--import @tokentrail/instrumentation/register`.
 * Programs that set up OpenTelemetry themselves call it in the same file, before or after `sdk.start()`: it does not
 * depend on that. Never throws.
 */
export function registerTokenTrail(): void {
  startRecording();
  recordSdkCalls();
}

/**
 * Patches the SDKs loaded from now on and records calls of all patched SDKs, also after `disable()`. While recording is off
 * it patches nothing.
 */
export function recordSdkCalls(): void {
  switchSdkCalls(true);
  if (currentRuntime() === undefined) {
    return;
  }
  patchModules();
  for (const sdk of SDK_LISTENERS) guarded(`listening to ${sdk.module}`, () => sdk.listen());
}
