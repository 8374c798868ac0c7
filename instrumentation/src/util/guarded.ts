import { appApi } from './app-context.ts';

/**
 * Runs a hook of ours inside the app's code. Whatever it throws ends here: the app must never notice us. The error
 * goes to OpenTelemetry's diagnostic log.
 */
export function guarded<T>(where: string, hook: () => T): T | undefined {
  try {
    return hook();
  } catch (error) {
    reportFailure(where, error);
    return undefined;
  }
}

/** For the few hooks that run too often for a closure each. */
export function reportFailure(where: string, error: unknown): void {
  try {
    appApi()?.diag?.error(`TokenTrail: ${where} failed; the call itself goes on`, error);
  } catch {
    // The log is the app's own, and there is nobody left to tell.
  }
}
