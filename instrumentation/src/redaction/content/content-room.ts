/**
 * Maximum bytes of content of one record, so that the complete record fits into one request of 4 MiB. A body may take
 * half of the room that is left: so later bodies always have room, and all bodies together never exceed the limit.
 */
export const CONTENT_BYTES = 3.5 * 1024 * 1024;

export class ContentRoom {
  readonly #maxBodyBytes: number;
  #left = CONTENT_BYTES;

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Maximum bytes of the next content. */
  get next(): number {
    return Math.max(0, Math.min(this.#maxBodyBytes, Math.floor(this.#left / 2)));
  }

  take(text: string): void {
    this.#left -= bytesOf(text);
  }

  /** Returns the room of a text that the record no longer contains. */
  giveBack(text: string): void {
    this.#left += bytesOf(text);
  }
}

/** Bytes of `text`. Estimates a short text at three bytes a character, the maximum, instead of counting. */
function bytesOf(text: string): number {
  return text.length < 64 * 1024 ? text.length * 3 : Buffer.byteLength(text);
}
