import type { JsonIndex } from '../json/json-index.ts';
import { elementsOf, kindOf, memberOf, rawOf, sizeOf, valueAt } from '../json/json-value.ts';
import { DraftObject, DraftText, objectAt, type Draft } from './draft.ts';
import { positionOf, type StreamFormat } from './stream-format.ts';

/** Chunks of Gemini's streamGenerateContent. */
export class GeminiStream implements StreamFormat {
  readonly #body = new DraftObject();

  static recognises(index: JsonIndex): boolean {
    return memberOf(index, 0, 'candidates') >= 0 || memberOf(index, 0, 'usageMetadata') >= 0;
  }

  add(index: JsonIndex): void {
    for (const candidate of elementsOf(index, memberOf(index, 0, 'candidates'))) {
      const into = objectAt(this.#body.list('candidates'), positionOf(index, candidate, 0));
      const content = memberOf(index, candidate, 'content');
      if (content >= 0) {
        const draft = into.object('content');
        for (const part of elementsOf(index, memberOf(index, content, 'parts'))) {
          addPart(index, part, draft.list('parts'));
        }
        draft.assign(index, content, (name) => name === 'parts');
      }
      into.assign(index, candidate, (name) => name === 'content');
    }
    this.#body.assign(index, 0, (name) => name === 'candidates');
  }

  body(): Draft {
    return this.#body;
  }
}

/** Adds a part. A text continues the text before it, if both are thoughts or both are not. */
function addPart(index: JsonIndex, part: number, parts: Draft[]): void {
  const text = memberOf(index, part, 'text');
  const thought = memberOf(index, part, 'thought');
  const isPlain = text >= 0 && sizeOf(index, part, 3) === (thought < 0 ? 1 : 2);
  if (!isPlain || kindOf(index, text) !== 'string') {
    parts.push(rawOf(index, part));
    return;
  }
  const raw = thought < 0 ? undefined : rawOf(index, thought);
  const last = parts.at(-1);
  const continues =
    last instanceof DraftObject && last.members.get('text') instanceof DraftText && last.members.get('thought') === raw;
  const into = continues ? last : new DraftObject();
  into.append('text', index, text);
  if (!continues) {
    if (raw !== undefined) {
      into.members.set('thought', raw);
    }
    parts.push(into);
  }
}

/** The chunks of a stream that was recorded as one JSON list, as Gemini sends it without server-sent events. */
export function chunksOfList(index: JsonIndex): string[] {
  const chunks = elementsOf(index, 0);
  return chunks.length > 0 && chunks.every((chunk) => valueAt(index, chunk, 'candidates') >= 0)
    ? chunks.map((chunk) => rawOf(index, chunk))
    : [];
}
