/** Encoded spans that wait in memory, oldest first, up to a number of bytes. */
export class SpanQueue {
  readonly #maxBytes: number;
  #spans: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get spans(): readonly Uint8Array[] {
    return this.#spans;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Returns false if there is no room. */
  add(encodedSpan: Uint8Array): boolean {
    if (this.#bytes + encodedSpan.length > this.#maxBytes) return false;
    this.#spans.push(encodedSpan);
    this.#bytes += encodedSpan.length;
    return true;
  }

  /** Replaces the first `count` spans with `rest`. */
  replaceFirst(count: number, rest: readonly Uint8Array[]): void {
    for (const encodedSpan of this.#spans.splice(0, count, ...rest)) this.#bytes -= encodedSpan.length;
    for (const encodedSpan of rest) this.#bytes += encodedSpan.length;
  }

  /** Removes and returns all spans. */
  takeAll(): Uint8Array[] {
    const spans = this.#spans;
    this.#spans = [];
    this.#bytes = 0;
    return spans;
  }
}
