import { ATTRIBUTES } from '@tokentrail/records';
import { rawFields, type RawField } from './protobuf-fields.ts';
import { encodeFrame } from './span-encoder.ts';

const SPAN_ATTRIBUTES = 9;
const KEY = 1;

const CONTENT_NAMES: ReadonlySet<string> = new Set(
  Object.values(ATTRIBUTES)
    .filter(({ store }) => store === 'traces')
    .map(({ name }) => name),
);

/** An encoded span (`encodeSpan`) without its content; the very same frame where it has none. */
export function withoutContent(frame: Uint8Array): Uint8Array {
  const span = rawFields(frame).next().value as RawField;
  const kept: Uint8Array[] = [];
  let dropped = false;
  for (const field of rawFields(frame, span.contentStart, span.end)) {
    if (field.number === SPAN_ATTRIBUTES && CONTENT_NAMES.has(keyOf(frame, field))) dropped = true;
    else kept.push(frame.subarray(field.start, field.end));
  }
  return dropped ? encodeFrame(kept) : frame;
}

function keyOf(frame: Uint8Array, attribute: RawField): string {
  for (const { number, contentStart, end } of rawFields(frame, attribute.contentStart, attribute.end)) {
    if (number === KEY)
      return Buffer.from(frame.buffer, frame.byteOffset + contentStart, end - contentStart).toString();
  }
  return '';
}
