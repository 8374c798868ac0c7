import { redactText } from './redact-text.ts';

/** For the operator, on the process's warnings: these end in logs, and may quote what a collector said or a variable held. */
export function warn(message: string): void {
  process.emitWarning(redactText(message), 'TokenTrail');
}
