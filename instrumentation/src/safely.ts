import { appApi } from './app-context.ts';

/**
 * Runs a hook of ours inside the app's code. Whatever it throws ends here: the app must never notice us. The error
 * goes to OpenTelemetry's diagnostic log.
 */
export function safely<T>(where: string, hook: () => T): T | undefined {
  try {
    return hook();
  } catch (error) {
    appApi()?.diag?.error(`TokenTrail: ${where} failed; the call itself goes on`, error);
    return undefined;
  }
}
