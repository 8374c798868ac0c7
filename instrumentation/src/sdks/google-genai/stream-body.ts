import type { BodyOfStream } from '../response-reader.ts';
import { fields, listOf, text, type Fields } from '../../util/fields.ts';

/** In characters; larger than any body that a record keeps. */
const MAX_LENGTH = 2 * 1024 * 1024;

type Part = Record<string, unknown>;

/**
 * Joins the chunks of a stream to the body of the equivalent response without streaming. The body is content, so this
 * is used only at a capture level that records it.
 */
export class StreamBody implements BodyOfStream {
  #head: Fields | undefined;
  readonly #candidates: Record<string, unknown>[] = [];
  readonly #parts: Part[][] = [];
  #length = 0;

  add(chunk: unknown): void {
    const { candidates, sdkHttpResponse: _headers, ...head } = fields(chunk);
    this.#head = { ...this.#head, ...head };
    if (!Array.isArray(candidates)) return;
    candidates.forEach((candidate, order) => this.#addCandidate(fields(candidate), order));
  }

  #addCandidate({ index, content, ...rest }: Fields, order: number): void {
    const position = typeof index === 'number' && index >= 0 && index < 1024 ? index : order;
    const { parts, role } = fields(content);
    const candidate = (this.#candidates[position] ??= { index: position, role });
    for (const [key, value] of Object.entries(rest)) if (value != null) candidate[key] = value;
    for (const part of listOf(parts)) this.#addPart((this.#parts[position] ??= []), fields(part));
  }

  /** Appends consecutive text to the last part. */
  #addPart(parts: Part[], part: Fields): void {
    const partText = text(part.text);
    this.#length += partText?.length ?? 1;
    if (this.#length > MAX_LENGTH) return;
    const last = parts.at(-1);
    if (partText !== undefined && typeof last?.text === 'string' && last.thought === part.thought) {
      Object.assign(last, part, { text: last.text + partText });
    } else {
      parts.push({ ...part });
    }
  }

  get body(): unknown {
    if (this.#head === undefined) return undefined;
    const candidates = this.#candidates.flatMap(({ role, ...candidate }, position) => ({
      ...candidate,
      content: { role, parts: this.#parts[position] ?? [] },
    }));
    return { ...this.#head, candidates };
  }
}
