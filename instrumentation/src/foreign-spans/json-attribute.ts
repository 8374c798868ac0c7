import { fields, type Fields } from '../util/fields.ts';

/** In characters. Longer texts hold content, and parsing them would take long. */
const MAX_LENGTH = 256 * 1024;

/**
 * The object in an attribute: JSON text, or a structured value of an OpenTelemetry SDK 3. Null if the text is no complete JSON
 * or is too long; the app's own limit of an attribute's length may have cut it. An absent attribute is an empty object.
 */
export function objectIn(value: unknown): Fields | null {
  if (typeof value !== 'string') return fields(value);
  if (value.length > MAX_LENGTH) return null;
  try {
    return fields(JSON.parse(value));
  } catch {
    return null;
  }
}
