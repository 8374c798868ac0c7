import { open, type FileHandle } from 'node:fs/promises';

/**
 * The segment being written. It always contains complete entries, except for the incomplete end that a killed process
 * may leave.
 */
export class OpenSegment {
  readonly #handle: FileHandle;
  readonly #maxSpanBytes: number;
  #spanBytes = 0;
  /** Bytes of complete entries. */
  bytes = 0;

  private constructor(handle: FileHandle, maxSpanBytes: number) {
    this.#handle = handle;
    this.#maxSpanBytes = maxSpanBytes;
  }

  static async create(path: string, maxSpanBytes: number): Promise<OpenSegment> {
    return new OpenSegment(await open(path, 'wx', 0o600), maxSpanBytes);
  }

  /** An empty segment accepts any encoded span: one that is too large for a batch is sent alone. */
  hasRoomFor(encodedSpan: Uint8Array): boolean {
    return this.#spanBytes === 0 || this.#spanBytes + encodedSpan.length <= this.#maxSpanBytes;
  }

  /** Number of `encodedSpans` from index `from` that fit; the first one always does. */
  fitting(encodedSpans: readonly Uint8Array[], from: number): number {
    let bytes = this.#spanBytes + encodedSpans[from]!.length;
    let end = from + 1;
    while (end < encodedSpans.length && bytes + encodedSpans[end]!.length <= this.#maxSpanBytes)
      bytes += encodedSpans[end++]!.length;
    return end - from;
  }

  /** Writes the entries of `encodedSpans`. If that fails, the partial write is removed. */
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

  /** Closes without waiting for the disk; with `sync` the data is synced in the background. */
  close(options: { sync: boolean }): void {
    const synced = options.sync ? this.#handle.datasync() : Promise.resolve();
    void synced
      .catch(() => undefined)
      .then(() => this.#handle.close())
      .catch(() => undefined);
  }
}
