/**
 * Most bytes of content of one record, so that with all else it fits into one request of 4 MiB. A body may take half of what is
 * left: those that come later always have a place, and all together never take more.
 */
export const CONTENT_BYTES = 3.5 * 1024 * 1024;

export class ContentRoom {
  readonly #maxBodyBytes: number;
  #left = CONTENT_BYTES;

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Most bytes of the next content. */
  get next(): number {
    return Math.max(0, Math.min(this.#maxBodyBytes, Math.floor(this.#left / 2)));
  }

  take(text: string): void {
    this.#left -= bytesOf(text);
  }

  /** What was taken is not kept. */
  giveBack(text: string): void {
    this.#left += bytesOf(text);
  }
}

/** Not counted for what is short: at most three bytes a character. */
function bytesOf(text: string): number {
  return text.length < 64 * 1024 ? text.length * 3 : Buffer.byteLength(text);
}
