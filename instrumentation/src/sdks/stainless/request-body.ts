import { fields, type Fields } from '../../util/fields.ts';

/** The text fields that are read from a form. Uploaded files are not touched. */
const FORM_FIELDS = ['model', 'n', 'size', 'quality'] as const;

/** The readable part of a request's body. For a form these are a few text fields; for a stream it is empty. */
export function readableBody(body: unknown): Fields {
  if (isPlain(body)) return fields(body);
  if (!(body instanceof FormData)) return isUpload(body) ? {} : fields(body);
  const readable: Record<string, unknown> = {};
  for (const name of FORM_FIELDS) {
    const value = body.get(name);
    if (typeof value === 'string') readable[name] = name === 'n' ? Number(value) : value;
  }
  return readable;
}

/** Whether `body` is a form or a stream. A stream must not be read: that would consume it. */
export function isUpload(body: unknown): boolean {
  if (isPlain(body)) return typeof fields(body).pipe === 'function';
  return body instanceof FormData || body instanceof ReadableStream || typeof fields(body).pipe === 'function';
}

/** Checked first because it is cheaper: Node creates `FormData` and `ReadableStream` when they are first used. */
function isPlain(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
}
