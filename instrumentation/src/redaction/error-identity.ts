import { redactName } from './redact-text.ts';
import type { CallError } from '../types.ts';

const asItIs = (name: string): string => name;

/** The error's type, else its code, else the status: low cardinality, and never the provider's message. */
export function errorTypeOf(error: CallError | undefined, statusCode: number | undefined, shown = asItIs): string {
  const byStatus = statusCode !== undefined && statusCode >= 400 ? String(statusCode) : '_OTHER';
  return identifier(error?.type, shown) ?? identifier(error?.code, shown) ?? byStatus;
}

/**
 * `text` if it is an identifier, else undefined: a sentence or a text shaped like a key may quote the prompt. `shown`
 * removes known private values from a text; a text that contains one is not an identifier.
 */
export function identifier(text: unknown, shown = asItIs): string | undefined {
  const fits = typeof text === 'string' && /^[\w.:/-]{1,80}$/.test(text);
  return fits && redactName(text) === text && shown(text) === text ? text : undefined;
}
