import { defined } from '../../util/defined.ts';
import { fields } from '../../util/fields.ts';
import { codeOf, readByClass, type ErrorClasses, type ReadError } from '../sdk-errors.ts';

/**
 * Reads the SDK's errors. Other platforms refuse a request in their own way: Bedrock names the exception in a header, and
 * Vertex AI sends Google's error, in a list if a stream was asked for. Anthropic's own errors have their type.
 */
export function readErrors(classes: ErrorClasses): ReadError {
  const read = readByClass(classes);
  return (error) => {
    const reading = read(error);
    const code = exceptionName(reading.code) ?? bedrockCode(fields(error).headers) ?? googleCode(reading.body);
    return { ...reading, ...defined({ code }) };
  };
}

/** Bedrock writes `throttlingException` within a stream and `ThrottlingException` elsewhere. */
function exceptionName(code: string | undefined): string | undefined {
  return code?.replace(/^[a-z](?=[A-Za-z]*Exception$)/, (first) => first.toUpperCase());
}

/** `x-amzn-errortype: ThrottlingException:http://…`. */
function bedrockCode(headers: unknown): string | undefined {
  return headers instanceof Headers ? codeOf(headers.get('x-amzn-errortype')?.split(':', 1)[0]) : undefined;
}

/** `{"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED"}}`, or a list with one of these. */
function googleCode(body: unknown): string | undefined {
  const [first = body] = Array.isArray(body) ? (body as readonly unknown[]) : [];
  const { status } = fields(fields(first).error);
  return typeof status === 'string' && /^[A-Z][A-Z_]+$/.test(status) ? status : undefined;
}
