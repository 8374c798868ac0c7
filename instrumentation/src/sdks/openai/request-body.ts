import { fields, type Fields } from '../../util/fields.ts';

/** What is read of a form; all of them are plain text there, and what is uploaded is not touched. */
const READ_OF_FORMS = ['model', 'n', 'size', 'quality'] as const;

/** The body of a request to read from. Of an upload these are the few fields of its form that are text. */
export function readableBody(body: unknown): Fields {
  if (isPlain(body)) return fields(body);
  if (!(body instanceof FormData)) return isUpload(body) ? {} : fields(body);
  const read: Record<string, unknown> = {};
  for (const name of READ_OF_FORMS) {
    const value = body.get(name);
    if (typeof value === 'string') read[name] = name === 'n' ? Number(value) : value;
  }
  return read;
}

/** A form, or a stream: that one is not to be touched at all, for who reads from it takes it away. */
export function isUpload(body: unknown): boolean {
  if (isPlain(body)) return typeof fields(body).pipe === 'function';
  return body instanceof FormData || body instanceof ReadableStream || typeof fields(body).pipe === 'function';
}

/** As nearly all are. Asking for a class of the platform's takes longer: Node makes those when they are asked for. */
function isPlain(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
}
