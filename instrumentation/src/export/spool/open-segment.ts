import { open, type FileHandle } from 'node:fs/promises';

/** The segment that is being written. What it holds is whole entries at any time, but for the tail of a killed process. */
export class OpenSegment {
  readonly #handle: FileHandle;
  readonly #maxSpanBytes: number;
  #spanBytes = 0;
  /** Bytes of whole entries. */
  bytes = 0;

  private constructor(handle: FileHandle, maxSpanBytes: number) {
    this.#handle = handle;
    this.#maxSpanBytes = maxSpanBytes;
  }

  static async create(path: string, maxSpanBytes: number): Promise<OpenSegment> {
    return new OpenSegment(await open(path, 'wx', 0o600), maxSpanBytes);
  }

  /** An empty segment takes any frame: one that is too large for a request travels alone. */
  hasRoomFor(encodedSpan: Uint8Array): boolean {
    return this.#spanBytes === 0 || this.#spanBytes + encodedSpan.length <= this.#maxSpanBytes;
  }

  /** How many of `frames`, beginning with `from`, have room; the first of them does. */
  fitting(encodedSpans: readonly Uint8Array[], from: number): number {
    let bytes = this.#spanBytes + encodedSpans[from]!.length;
    let end = from + 1;
    while (end < encodedSpans.length && bytes + encodedSpans[end]!.length <= this.#maxSpanBytes)
      bytes += encodedSpans[end++]!.length;
    return end - from;
  }

  /** Writes the entries of `frames`. Where that fails, what was written of them is taken back. */
  async write(entries: Uint8Array, encodedSpans: readonly Uint8Array[]): Promise<void> {
    try {
      for (let at = 0; at < entries.length;) {
        const { bytesWritten } = await this.#handle.write(entries, at, entries.length - at, this.bytes + at);
        at += bytesWritten;
      }
    } catch (error) {
      await this.#handle.truncate(this.bytes);
      throw error;
    }
    this.bytes += entries.length;
    for (const encodedSpan of encodedSpans) this.#spanBytes += encodedSpan.length;
  }

  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  /** Nobody waits for the disk: with `sync` what was written reaches it in the background. */
  close(options: { sync: boolean }): void {
    const synced = options.sync ? this.#handle.datasync() : Promise.resolve();
    void synced
      .catch(() => undefined)
      .then(() => this.#handle.close())
      .catch(() => undefined);
  }
}
