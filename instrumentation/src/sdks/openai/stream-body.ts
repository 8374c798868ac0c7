import type { BodyOfStream } from '../response-reader.ts';
import { fields, text, type Fields } from '../../util/fields.ts';

/** In characters; more than any record keeps of a body. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** The strings of a delta that arrive in pieces; every other field arrives once. */
const PIECES: ReadonlySet<string> = new Set(['content', 'refusal', 'reasoning', 'reasoning_content', 'arguments']);

/**
 * Adds the chunks of a stream up to the body of a response without streaming. This is content: used only if the capture
 * level records it.
 */
export class StreamBody implements BodyOfStream {
  #response: Fields | undefined;
  readonly #choices: Record<string, unknown>[] = [];
  #head: Fields = {};
  #length = 0;

  add(chunk: unknown): void {
    const { response, choices, ...head } = fields(chunk);
    // An event of the Responses API: the last one contains the complete response.
    if (response !== undefined) this.#response = fields(response);
    if (!Array.isArray(choices) || this.#length > MAX_CHARACTERS) {
      return;
    }
    this.#head = { ...this.#head, ...head };
    for (const choice of choices) this.#addChoice(fields(choice));
  }

  #addChoice({ index, delta, text: piece, ...rest }: Fields): void {
    const position = typeof index === 'number' && index >= 0 && index < 1024 ? index : 0;
    const choice = (this.#choices[position] ??=
      delta === undefined ? { index: position } : { index: position, message: {} });
    // A legacy completion.
    if (typeof piece === 'string') {
      this.#length += piece.length;
      choice.text = (text(choice.text) ?? '') + piece;
    }
    for (const [key, value] of Object.entries(rest)) if (value != null) choice[key] = value;
    if (delta !== undefined) this.#merge((choice.message ??= {}) as Record<string, unknown>, fields(delta));
  }

  #merge(into: Record<string, unknown>, delta: Fields): void {
    for (const [key, value] of Object.entries(delta)) {
      if (typeof value === 'string' && PIECES.has(key)) {
        this.#length += value.length;
        into[key] = (text(into[key]) ?? '') + value;
      } else if (key === 'tool_calls' && Array.isArray(value)) {
        const calls = (into[key] ??= []) as Record<string, unknown>[];
        for (const call of value) this.#mergeCall(calls, fields(call));
      } else if (value != null) {
        into[key] = value;
      }
    }
  }

  #mergeCall(calls: Record<string, unknown>[], { index, function: called, ...rest }: Fields): void {
    const position = typeof index === 'number' && index >= 0 && index < 1024 ? index : calls.length;
    const call = (calls[position] ??= { function: {} });
    Object.assign(call, rest);
    this.#merge(call.function as Record<string, unknown>, fields(called));
  }

  /** Undefined if nothing was received. */
  get body(): unknown {
    if (this.#response !== undefined) return this.#response;
    return this.#choices.length === 0 ? undefined : { ...this.#head, choices: this.#choices };
  }
}
