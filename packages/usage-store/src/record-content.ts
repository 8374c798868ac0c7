import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { RecordContent } from './trace-reader.ts';

/** Attributes that only the traces store has. */
const CONTENT_KEYS = (Object.keys(ATTRIBUTES) as AttributeKey[]).filter((key) => ATTRIBUTES[key].store === 'traces');

/**
 * The content among the attributes of a span.
 *
 * @param textOf the text of an attribute by its name, a list as JSON; undefined if the span does not have it.
 */
export function contentOf(textOf: (name: string) => string | undefined): RecordContent {
  const content: RecordContent = {};
  for (const key of CONTENT_KEYS) {
    const text = textOf(ATTRIBUTES[key].name);
    if (text !== undefined) {
      content[key] = text;
    }
  }
  return content;
}
