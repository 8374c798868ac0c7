import { fieldOf, mediaMark } from './plain-value.ts';

/**
 * Images, audio and files in JSON: base64 in a field, or in a data URL. Only their type and size are recorded.
 */

/** Fields that hold base64 if their value looks like it. */
const MEDIA_FIELDS: ReadonlySet<string> = new Set([
  'data', // OpenAI's input_audio, Anthropic's source, Gemini's inlineData
  'b64_json',
  'partial_image_b64',
  'file_data',
  'result', // an image made by a tool of the Responses API
  'audio',
  'image',
  'bytes',
  'imageBytes',
  'videoBytes',
  'audioBytes',
  'bytesBase64Encoded',
]);
/** Shorter values may be words, unless the object also has a media type. */
const MIN_LENGTH = 256;
const MIN_TYPED_LENGTH = 16;

/**
 * Replacement for `text`, the value of the field `name` of `fields`: its type, if known, and its size in bytes.
 * Undefined if it is not media.
 */
export function mediaOfField(
  name: string,
  text: string,
  fields: Readonly<Record<string, unknown>>,
): string | undefined {
  if (text.length < MIN_TYPED_LENGTH || !MEDIA_FIELDS.has(name) || !isBase64(text, 0, text.length)) {
    return undefined;
  }
  const type = typeInFields(fields);
  return type === undefined && text.length < MIN_LENGTH
    ? undefined
    : mediaMark(type, decodedSize(text, 0, text.length));
}

/** The type from an object's other fields: a MIME type, or the format of OpenAI's audio. */
function typeInFields(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of ['media_type', 'mimeType', 'mime_type', 'format']) {
    const type = fieldOf(fields, name);
    if (typeof type === 'string' && /^[\w.+-]{1,40}(?:\/[\w.+-]{1,80})?$/.test(type)) return type;
  }
  return undefined;
}

const IN_URL = ';base64,';
const URL_HEAD = /^data:([\w.+-]{0,40}(?:\/[\w.+-]{1,80})?)(?:;[\w.+=-]{1,80}){0,4}$/i;
/** Characters that may occur before `;base64,`. */
const IN_HEAD = new Uint8Array(65_536);
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+=;/-') {
  IN_HEAD[char.charCodeAt(0)] = 1;
}
const MAX_HEAD_LENGTH = 400;
const DATA = 'data';
const BASE64_RUN = /[A-Za-z0-9+/_-]*(?:%3D|=){0,2}/y;

/** Further data URLs of a text stay unchanged: replacing hundreds of thousands would block the event loop. */
const MAX_URLS = 20_000;

/**
 * `text` with each `data:image/png;base64,…` replaced by `[image/png, 123 bytes]`. Once the result has `maxLength`
 * characters, adds the rest of the text unchanged, because the caller cuts it off.
 */
export function withoutDataUrls(text: string, maxLength = Infinity): string {
  let at = text.indexOf(IN_URL);
  if (at < 0) return text;
  let result = '';
  let done = 0;
  let left = MAX_URLS;
  for (; at >= 0 && left > 0 && result.length + at - done < maxLength; at = text.indexOf(IN_URL, at + 1)) {
    left--;
    const headStart = startOfHead(text, at, done);
    const head = headStart < 0 ? null : URL_HEAD.exec(text.slice(headStart, at));
    if (head === null) continue;
    const start = at + IN_URL.length;
    BASE64_RUN.lastIndex = start;
    BASE64_RUN.test(text);
    const end = Math.max(start, BASE64_RUN.lastIndex);
    result += text.slice(done, headStart) + mediaMark(head[1], decodedSize(text, start, end));
    done = end;
    at = end - 1;
  }
  return result + text.slice(done);
}

/** Index of the `data:` whose `;base64,` is at `at`; negative if there is none. Reads no part of a text twice. */
function startOfHead(text: string, at: number, done: number): number {
  const min = Math.max(done, at - MAX_HEAD_LENGTH);
  let start = at;
  while (start > min && IN_HEAD[text.charCodeAt(start - 1)] === 1) start--;
  const colon = start - 1;
  const data = colon - DATA.length;
  return data >= min && text[colon] === ':' && text.slice(data, colon).toLowerCase() === DATA ? data : -1;
}

const FIELD = new RegExp(`"(?:${[...MEDIA_FIELDS].join('|')})"\\s{0,8}:\\s{0,8}"`, 'g');
const TYPE = /"(?:media_type|mimeType|mime_type|format)"\s{0,8}:\s{0,8}"([\w.+-]{1,40}(?:\/[\w.+-]{1,80})?)"/;
const NEAR = 200;

/** `json` with the media in its fields replaced. Changes nothing else. */
export function withoutMediaFields(json: string): string {
  let result = '';
  let done = 0;
  FIELD.lastIndex = 0;
  for (let match = FIELD.exec(json); match !== null; match = FIELD.exec(json)) {
    const start = FIELD.lastIndex;
    const quote = json.indexOf('"', start);
    const end = quote < 0 ? json.length : quote;
    if (end - start < MIN_TYPED_LENGTH || !isBase64(json, start, end)) continue;
    const type = TYPE.exec(sameObject(json, match.index, end));
    if (type === null && end - start < MIN_LENGTH) continue;
    result += json.slice(done, start) + mediaMark(type?.[1], decodedSize(json, start, end));
    done = end;
    FIELD.lastIndex = end;
  }
  return done === 0 ? json : result + json.slice(done);
}

/** The text near a field within the same object, as far as braces show. */
function sameObject(json: string, start: number, end: number): string {
  const before = json.slice(Math.max(0, start - NEAR), start);
  const after = json.slice(end, end + NEAR);
  const [own = ''] = after.split(/[{}]/, 1);
  return before.slice(Math.max(before.lastIndexOf('{'), before.lastIndexOf('}')) + 1) + own;
}

const BASE64_BEGINNING = /^[A-Za-z0-9+/_\r\n-]+={0,2}$/;

/** Checks only the beginning and the end, so that a file of megabytes is not read. */
function isBase64(text: string, start: number, end: number): boolean {
  const middle = Math.min(end, start + 256);
  return (
    BASE64_BEGINNING.test(text.slice(start, middle)) &&
    BASE64_BEGINNING.test(text.slice(Math.max(start, end - 64), end))
  );
}

function decodedSize(text: string, start: number, end: number): number {
  let length = end - start;
  while (length > 0 && text[start + length - 1] === '=') length--;
  return Math.floor((length * 3) / 4);
}
