import { redactText } from './redact-text.ts';

/**
 * Emits a process warning for the operator. It is redacted, because warnings end up in logs and may quote a collector's
 * response or an environment variable.
 */
export function warn(message: string): void {
  process.emitWarning(redactText(message), 'TokenTrail');
}
