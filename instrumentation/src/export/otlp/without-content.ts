import { ATTRIBUTES } from '@tokentrail/records';
import { rawFields, type RawField } from './protobuf-fields.ts';
import { encodedSpanOf } from './span-encoder.ts';

const SPAN_ATTRIBUTES = 9;
const KEY = 1;

const CONTENT_NAMES: ReadonlySet<string> = new Set(
  Object.values(ATTRIBUTES)
    .filter(({ store }) => store === 'traces')
    .map(({ name }) => name),
);

/** An encoded span (`encodeSpan`) without its content; the same object if it has no content. */
export function withoutContent(encodedSpan: Uint8Array): Uint8Array {
  const span = rawFields(encodedSpan).next().value as RawField;
  const kept: Uint8Array[] = [];
  let dropped = false;
  for (const field of rawFields(encodedSpan, span.contentStart, span.end)) {
    if (field.number === SPAN_ATTRIBUTES && CONTENT_NAMES.has(keyOf(encodedSpan, field))) dropped = true;
    else kept.push(encodedSpan.subarray(field.start, field.end));
  }
  return dropped ? encodedSpanOf(kept) : encodedSpan;
}

function keyOf(encodedSpan: Uint8Array, attribute: RawField): string {
  for (const { number, contentStart, end } of rawFields(encodedSpan, attribute.contentStart, attribute.end)) {
    if (number === KEY)
      return Buffer.from(encodedSpan.buffer, encodedSpan.byteOffset + contentStart, end - contentStart).toString();
  }
  return '';
}
