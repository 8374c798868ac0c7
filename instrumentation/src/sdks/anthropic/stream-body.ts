import type { BodyOfStream } from '../response-reader.ts';
import { fields, text, type Fields } from '../../util/fields.ts';

/** In characters; more than any record keeps of a body. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** The strings of a delta that arrive in pieces, with the field of the block that each belongs to. */
const PIECES: Readonly<Record<string, string>> = {
  text: 'text',
  thinking: 'thinking',
  signature: 'signature',
  partial_json: 'input',
};

/**
 * Adds the events of a stream up to the message of a response without streaming; a tool's input stays JSON text. This is
 * content: used only if the capture level records it.
 */
export class StreamBody implements BodyOfStream {
  #message: Record<string, unknown> | undefined;
  readonly #blocks: Record<string, unknown>[] = [];
  #length = 0;

  add(event: unknown): void {
    const { type, message, index, content_block: block, delta, usage } = fields(event);
    if (type === 'message_start') this.#message = { ...fields(message) };
    if (this.#message === undefined || this.#length > MAX_CHARACTERS) return;
    if (type === 'content_block_start') this.#blocks[positionOf(index)] = { ...fields(block) };
    if (type === 'content_block_delta') this.#extend(this.#blocks[positionOf(index)], fields(delta));
    if (type === 'message_delta') {
      Object.assign(this.#message, delta, { usage: { ...fields(this.#message.usage), ...fields(usage) } });
    }
  }

  #extend(block: Record<string, unknown> | undefined, delta: Fields): void {
    if (block === undefined) return;
    for (const [key, field] of Object.entries(PIECES)) {
      const piece = text(delta[key]);
      if (piece === undefined) continue;
      this.#length += piece.length;
      block[field] = (text(block[field]) ?? '') + piece;
    }
  }

  get body(): unknown {
    return this.#message && { ...this.#message, content: this.#blocks.filter((block) => block !== undefined) };
  }
}

function positionOf(index: unknown): number {
  return typeof index === 'number' && index >= 0 && index < 1024 ? index : 0;
}
