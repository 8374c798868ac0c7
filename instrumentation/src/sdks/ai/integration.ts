import { guarded } from '../../util/guarded.ts';
import { fields, type Fields } from '../../util/fields.ts';

/** What the SDK's integrations tell that its channel does not. */
export interface IntegrationListener {
  /** The model answered a try of the code that runs now; or it failed. */
  responds(result: unknown): void;
  failsAttempt(error: unknown): void;
  /** `generateObject` or `streamObject` asks its model: nothing else tells of these. */
  entersObjectStep(event: Fields): void;
  endsObjectStep(event: Fields): void;
  failsObjectStep(event: Fields): void;
}

interface ModelCallOfSdk<T> {
  execute(): PromiseLike<T>;
  recordInputs?: unknown;
  recordOutputs?: unknown;
}

const shared = globalThis as typeof globalThis & { AI_SDK_TELEMETRY_INTEGRATIONS?: unknown };

/**
 * Registers an integration for what the channel leaves out: results that the app keeps from telemetry, of which it tells
 * nothing, and the operations that it does not know. The SDK asks it where a call has no integrations of its own.
 */
export function integrate(listener: IntegrationListener): void {
  const integrations = (shared.AI_SDK_TELEMETRY_INTEGRATIONS ??= []);
  if (Array.isArray(integrations)) integrations.push(integrationOf(listener));
}

function integrationOf(listener: IntegrationListener) {
  return {
    executeLanguageModelCall: <T>(call: ModelCallOfSdk<T>): PromiseLike<T> =>
      call.recordInputs === false || call.recordOutputs === false ? observed(call, listener) : call.execute(),
    onObjectStepStart: (event: unknown) =>
      guarded('the start of an object', () => listener.entersObjectStep(fields(event))),
    onObjectStepEnd: (event: unknown) => guarded('the end of an object', () => listener.endsObjectStep(fields(event))),
    onError: (event: unknown) => guarded('a failed object', () => listener.failsObjectStep(fields(event))),
  };
}

async function observed<T>(call: ModelCallOfSdk<T>, listener: IntegrationListener): Promise<T> {
  try {
    const result = await call.execute();
    guarded('a hidden result', () => listener.responds(result));
    return result;
  } catch (error) {
    guarded('a hidden failure', () => listener.failsAttempt(error));
    throw error;
  }
}
