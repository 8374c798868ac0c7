import { redactName } from './redact-text.ts';
import type { CallError } from '../types.ts';

const asItIs = (name: string): string => name;

/** Low cardinality, and never the provider's sentence: the type, else the code, else the status. */
export function errorTypeOf(error: CallError | undefined, statusCode: number | undefined, shown = asItIs): string {
  const byStatus = statusCode !== undefined && statusCode >= 400 ? String(statusCode) : '_OTHER';
  return identifier(error?.type, shown) ?? identifier(error?.code, shown) ?? byStatus;
}

/**
 * `text` where it is an identifier: what is a sentence, or shaped like a key, may quote the prompt. `shown` takes from a text
 * what is known and must not be told: what holds any of that is none.
 */
export function identifier(text: unknown, shown = asItIs): string | undefined {
  const fits = typeof text === 'string' && /^[\w.:/-]{1,80}$/.test(text);
  return fits && redactName(text) === text && shown(text) === text ? text : undefined;
}
