import { indexJson, type JsonIndex } from '../json/json-index.ts';
import { memberOf, rawOf, stringOf, unescaped } from '../json/json-value.ts';
import { DraftObject, DraftText, objectAt, type Draft } from './draft.ts';
import { positionOf, type StreamFormat } from './stream-format.ts';

/** Where the pieces of a tool's input are until the end. */
const PARTIAL_INPUT = 'partial_json';

/** The member of a block that each kind of delta adds to, and the member of the delta that has the piece. */
const PIECES: Readonly<Record<string, { of: string; into: string }>> = {
  text_delta: { of: 'text', into: 'text' },
  thinking_delta: { of: 'thinking', into: 'thinking' },
  signature_delta: { of: 'signature', into: 'signature' },
  input_json_delta: { of: 'partial_json', into: PARTIAL_INPUT },
};

/** Events of Anthropic's messages. */
export class AnthropicStream implements StreamFormat {
  readonly #message = new DraftObject();
  readonly #blocks: Draft[] = [];

  static recognises(index: JsonIndex): boolean {
    return typeOf(index) === 'message_start' || typeOf(index) === 'content_block_start';
  }

  add(index: JsonIndex): void {
    switch (typeOf(index)) {
      case 'message_start':
        this.#message.assign(index, memberOf(index, 0, 'message'), (name) => name === 'content' || name === 'usage');
        this.#setUsage(index, memberOf(index, memberOf(index, 0, 'message'), 'usage'));
        return;
      case 'content_block_start':
        this.#blockOf(index).assign(index, memberOf(index, 0, 'content_block'));
        return;
      case 'content_block_delta':
        this.#addDelta(index, memberOf(index, 0, 'delta'));
        return;
      case 'message_delta':
        this.#message.assign(index, memberOf(index, 0, 'delta'));
        this.#setUsage(index, memberOf(index, 0, 'usage'));
        return;
      case 'error':
        this.#message.members.set('error', rawOf(index, memberOf(index, 0, 'error')));
    }
  }

  #blockOf(index: JsonIndex): DraftObject {
    return objectAt(this.#blocks, positionOf(index, 0, this.#blocks.length));
  }

  #setUsage(index: JsonIndex, usage: number): void {
    if (usage >= 0) {
      this.#message.object('usage').assign(index, usage);
    }
  }

  #addDelta(index: JsonIndex, delta: number): void {
    const block = this.#blockOf(index);
    const type = stringOf(index, memberOf(index, delta, 'type')) ?? '';
    const piece = PIECES[type];
    const value = memberOf(index, delta, piece?.of ?? '');
    if (piece !== undefined && value >= 0) {
      block.append(piece.into, index, value);
    } else if (type === 'citations_delta') {
      block.list('citations').push(rawOf(index, memberOf(index, delta, 'citation')));
    }
  }

  body(): Draft {
    for (const block of this.#blocks) {
      if (block instanceof DraftObject) {
        withInput(block);
      }
    }
    this.#message.members.set('content', this.#blocks);
    return this.#message;
  }
}

/** The input of a tool is the JSON that its pieces make together. */
function withInput(block: DraftObject): void {
  const pieces = block.members.get(PARTIAL_INPUT);
  block.members.delete(PARTIAL_INPUT);
  if (pieces instanceof DraftText) {
    const input = unescaped(pieces.pieces.join(''));
    block.members.set('input', indexJson(input) === null ? pieces : input);
  }
}

function typeOf(index: JsonIndex): string | null {
  return stringOf(index, memberOf(index, 0, 'type'));
}
