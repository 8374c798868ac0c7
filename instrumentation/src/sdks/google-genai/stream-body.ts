import type { BodyOfStream } from '../response-reader.ts';
import { fields, text, type Fields } from '../../util/fields.ts';

/** More than any record keeps of a body, in characters. */
const ENOUGH = 2 * 1024 * 1024;

type Part = Record<string, unknown>;

/**
 * What the chunks of a stream add up to, as the body that would have come without streaming. Content: made only where
 * the level in force records it.
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
    for (const part of Array.isArray(parts) ? parts : []) this.#addPart((this.#parts[position] ??= []), fields(part));
  }

  /** Text that goes on is one part. */
  #addPart(into: Part[], part: Fields): void {
    const said = text(part.text);
    this.#length += said?.length ?? 1;
    if (this.#length > ENOUGH) return;
    const last = into.at(-1);
    if (said !== undefined && typeof last?.text === 'string' && last.thought === part.thought) {
      Object.assign(last, part, { text: last.text + said });
    } else {
      into.push({ ...part });
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
