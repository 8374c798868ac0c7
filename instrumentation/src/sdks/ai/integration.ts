import { guarded } from '../../util/guarded.ts';
import { fields, type Fields } from '../../util/fields.ts';

/** Receives the events that the SDK reports to its integrations but not to its channel. */
export interface IntegrationListener {
  /** An attempt of the current call succeeded. */
  attemptSucceeded(result: unknown): void;
  attemptFailed(error: unknown): void;
  /** `generateObject` or `streamObject` calls its model. Only integrations are notified of these. */
  objectStepStarted(event: Fields): void;
  objectStepEnded(event: Fields): void;
  objectStepFailed(event: Fields): void;
}

/** The SDK's argument of `executeLanguageModelCall`. */
interface ModelCallOfSdk<T> {
  execute(): PromiseLike<T>;
  recordInputs?: unknown;
  recordOutputs?: unknown;
}

const shared = globalThis as typeof globalThis & { AI_SDK_TELEMETRY_INTEGRATIONS?: unknown };

/**
 * Registers an integration for what the channel does not report: results that the app hides from telemetry, and
 * `generateObject` and `streamObject`. The SDK uses it for calls without integrations of their own.
 */
export function integrate(listener: IntegrationListener): void {
  const integrations = (shared.AI_SDK_TELEMETRY_INTEGRATIONS ??= []);
  if (Array.isArray(integrations)) integrations.push(integrationOf(listener));
}

function integrationOf(listener: IntegrationListener) {
  return {
    executeLanguageModelCall: <T>(call: ModelCallOfSdk<T>): PromiseLike<T> =>
      call.recordInputs === false || call.recordOutputs === false ? observe(call, listener) : call.execute(),
    onObjectStepStart: (event: unknown) =>
      guarded('the start of an object', () => listener.objectStepStarted(fields(event))),
    onObjectStepEnd: (event: unknown) => guarded('the end of an object', () => listener.objectStepEnded(fields(event))),
    onError: (event: unknown) => guarded('a failed object', () => listener.objectStepFailed(fields(event))),
  };
}

async function observe<T>(call: ModelCallOfSdk<T>, listener: IntegrationListener): Promise<T> {
  try {
    const result = await call.execute();
    guarded('a hidden result', () => listener.attemptSucceeded(result));
    return result;
  } catch (error) {
    guarded('a hidden failure', () => listener.attemptFailed(error));
    throw error;
  }
}
