import { lstat, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchHead } from '../otlp/span-encoder.ts';
import { withoutContent } from '../otlp/without-content.ts';
import { OpenSegment } from './open-segment.ts';
import { MAX_SEGMENT_BYTES } from './own-file.ts';
import { parseSegmentName, segmentName } from './segment-file.ts';
import { encodeEntries, encodeSegmentHead } from './segment.ts';

/** A file of records. */
export interface Segment {
  path: string;
  /** Unix ms. */
  createdMs: number;
  /** Whether its content has expired and was removed. */
  bare: boolean;
  bytes: number;
}

export interface SegmentQueueOptions {
  head: BatchHead;
  /** Maximum bytes of the encoded spans of a segment. */
  segmentBytes: number;
  /** Maximum bytes on disk. */
  maxBytes: number;
}

/** Maximum age of an open segment, so that all its records are nearly as old as the first. */
const MAX_OPEN_MS = 600_000;

/** The segments in the folder of this process, oldest first. The last one may be open. Methods must not overlap. */
export class SegmentQueue {
  readonly #options: SegmentQueueOptions;
  readonly #headBytes: Uint8Array;
  #segments: Segment[] = [];
  #open: { file: OpenSegment; segment: Segment } | undefined;
  #bytes = 0;
  #sequence = 0;

  constructor(options: SegmentQueueOptions) {
    this.#options = options;
    this.#headBytes = encodeSegmentHead(options.head);
  }

  /** Whether no segment has data. */
  get isEmpty(): boolean {
    return this.#segments.every((segment) => segment.bytes === 0);
  }

  /** Bytes of all segments. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The segments with data, oldest first. */
  get all(): readonly Segment[] {
    return this.#segments.filter((segment) => segment.bytes > 0);
  }

  /** The oldest segment, closed; undefined if there is none, or only an open one without data. */
  closedOldest(): Segment | undefined {
    const segment = this.#segments[0];
    if (segment !== undefined && segment === this.#open?.segment) {
      if (segment.bytes === 0) return undefined;
      this.seal({ sync: false });
    }
    return segment;
  }

  /**
   * Writes `encodedSpans` from index `from`, as many as fit into the open segment, to a file in `folder`. Returns their
   * number. Throws if there is no room.
   */
  async write(folder: string, encodedSpans: readonly Uint8Array[], from: number): Promise<number> {
    const { file, segment } = await this.#openSegment(folder, encodedSpans[from]!);
    const group = encodedSpans.slice(from, from + file.fitting(encodedSpans, from));
    const entries = encodeEntries(group);
    const bytes = file.bytes === 0 ? Buffer.concat([this.#headBytes, entries]) : entries;
    if (this.#bytes + bytes.length > this.#options.maxBytes) {
      throw new Error(`the ${this.#options.maxBytes} bytes of the spool are full`);
    }
    await file.write(bytes, group);
    segment.bytes += bytes.length;
    this.#bytes += bytes.length;
    return group.length;
  }

  async #openSegment(folder: string, next: Uint8Array): Promise<{ file: OpenSegment; segment: Segment }> {
    const open = this.#open;
    if (open !== undefined) {
      const age = Date.now() - open.segment.createdMs;
      if (open.file.hasRoomFor(next) && age >= 0 && age < MAX_OPEN_MS) return open;
      this.seal({ sync: true });
    }
    const createdMs = Date.now();
    const path = join(folder, segmentName({ sequence: this.#sequence++, createdMs, bare: false }));
    const file = await OpenSegment.create(path, this.#options.segmentBytes);
    const segment: Segment = { path, createdMs, bare: false, bytes: 0 };
    this.#segments.push(segment);
    this.#open = { file, segment };
    return this.#open;
  }

  /** Closes the open segment. */
  seal(options: { sync: boolean }): void {
    this.#open?.file.close(options);
    this.#open = undefined;
  }

  /** Closes `segment` if it is open. */
  close(segment: Segment): void {
    if (segment === this.#open?.segment) this.seal({ sync: false });
  }

  async sync(): Promise<void> {
    await this.#open?.file.sync();
  }

  async remove(segment: Segment): Promise<void> {
    this.drop(segment);
    await unlink(segment.path).catch(() => undefined);
  }

  /** Removes `segment` from the queue and keeps its file. */
  drop(segment: Segment): void {
    const index = this.#segments.indexOf(segment);
    if (index >= 0) {
      this.#segments.splice(index, 1);
      this.#bytes -= segment.bytes;
    }
  }

  /** Removes all segments from the queue and keeps their files. */
  dropAll(): void {
    this.#segments = [];
    this.#bytes = 0;
    this.seal({ sync: false });
  }

  /** Writes `segment`, which has `encodedSpans`, again without their content. */
  async removeContent(segment: Segment, head: BatchHead, encodedSpans: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat([encodeSegmentHead(head), encodeEntries(encodedSpans.map(withoutContent))]);
    const before = segment.path;
    const path = before.replace(/full$/, 'bare');
    await rm(`${path}.new`, { force: true });
    await writeFile(`${path}.new`, bytes, { mode: 0o600, flag: 'wx' });
    await rename(`${path}.new`, path);
    this.#bytes += bytes.length - segment.bytes;
    Object.assign(segment, { path, bare: true, bytes: bytes.length });
    await unlink(before);
  }

  /**
   * Moves the segment file `name` of `from` into `folder` and appends it. Returns false, and removes the file, if it is
   * larger than any that a process writes.
   */
  async take(name: string, from: string, folder: string): Promise<boolean> {
    const parsed = parseSegmentName(name)!;
    const createdMs = Math.min(parsed.createdMs, Date.now());
    const path = join(folder, segmentName({ ...parsed, createdMs, sequence: this.#sequence++ }));
    const { size: bytes } = await lstat(join(from, name));
    if (bytes > MAX_SEGMENT_BYTES) {
      await unlink(join(from, name));
      return false;
    }
    await rename(join(from, name), path);
    this.#segments.push({ path, createdMs, bare: parsed.bare, bytes });
    this.#bytes += bytes;
    return true;
  }
}
