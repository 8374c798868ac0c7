import { redactName } from './redaction/redact-text.ts';
import type { CallError } from './record-types.ts';

/** Low cardinality, and never the provider's sentence: the type, else the code, else the status. */
export function errorTypeOf(error: CallError | undefined, statusCode: number | undefined): string {
  const byStatus = statusCode !== undefined && statusCode >= 400 ? String(statusCode) : '_OTHER';
  return identifier(error?.type) ?? identifier(error?.code) ?? byStatus;
}

/** `text` where it is an identifier: what is a sentence, or shaped like a key, may quote the prompt. */
export function identifier(text: unknown): string | undefined {
  return typeof text === 'string' && /^[\w.:/-]{1,80}$/.test(text) && redactName(text) === text ? text : undefined;
}
