import { appApi } from './app-context.ts';

/**
 * Runs code of ours inside the app's code. Catches every error, because the app must not be affected, and writes it to
 * OpenTelemetry's diagnostic log. `where` names the code in that log. Returns undefined after an error.
 */
export function guarded<T>(where: string, hook: () => T): T | undefined {
  try {
    return hook();
  } catch (error) {
    reportFailure(where, error);
    return undefined;
  }
}

/** Writes an error to the diagnostic log: for code that runs too often for a closure per call of `guarded`. */
export function reportFailure(where: string, error: unknown): void {
  try {
    appApi()?.diag?.error(`TokenTrail: ${where} failed; the call itself goes on`, error);
  } catch {
    // The log belongs to the app and threw itself: there is nowhere else to report to.
  }
}
