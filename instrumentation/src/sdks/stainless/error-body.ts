import { identifier } from '../../redaction/error-identity.ts';
import { fields } from '../../util/fields.ts';
import { codeOf, readByClass, type ErrorClasses, type ReadError } from '../sdk-errors.ts';

/**
 * Reads the errors of SDKs that leave the provider's code in the body. The body is the error itself or contains it as
 * `error`.
 */
export function readByClassAndBody(classes: ErrorClasses): ReadError {
  const read = readByClass(classes);
  return (error) => {
    const reading = read(error);
    const body = fields(reading.body);
    const { code, type } = fields(body.error ?? body);
    return { ...reading, code: reading.code ?? codeOf(code) ?? identifier(type) };
  };
}
