import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { ContentSizes, RecordContent } from './trace-reader.ts';

/** Attributes that only the traces store has. */
export const CONTENT_KEYS = (Object.keys(ATTRIBUTES) as AttributeKey[]).filter(
  (key) => ATTRIBUTES[key].store === 'traces',
);

/**
 * The content among the attributes of a span.
 *
 * @param textOf the text of an attribute by its name, a list as JSON; undefined if the span does not have it.
 * @param keys leaves out other content.
 */
export function contentOf(
  textOf: (name: string) => string | undefined,
  keys: readonly AttributeKey[] = CONTENT_KEYS,
): RecordContent {
  const content: RecordContent = {};
  for (const key of CONTENT_KEYS) {
    const text = keys.includes(key) ? textOf(ATTRIBUTES[key].name) : undefined;
    if (text !== undefined) {
      content[key] = text;
    }
  }
  return content;
}

/** The sizes of the content among the attributes of a span. `sizeOf`: bytes of an attribute by its name. */
export function contentSizesOf(sizeOf: (name: string) => number | undefined): ContentSizes {
  return Object.fromEntries(
    CONTENT_KEYS.flatMap((key) => {
      const bytes = sizeOf(ATTRIBUTES[key].name);
      return bytes === undefined ? [] : [[key, bytes]];
    }),
  );
}
