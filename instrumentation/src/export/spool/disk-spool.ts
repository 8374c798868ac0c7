import { dirname } from 'node:path';
import { asOurs } from '../../util/app-context.ts';
import type { BatchHead } from '../otlp/span-encoder.ts';
import { DeadLetters } from './dead-letters.ts';
import { openFolderSync } from './folders.ts';
import { leaveBehind } from './left-behind.ts';
import { abandonedFolders, adopt, renewLease } from './lease.ts';
import { readOwnFile } from './own-file.ts';
import { ProcessFolder } from './process-folder.ts';
import { SegmentQueue, type Segment } from './segment-queue.ts';
import { readSegment, type SegmentContent } from './segment.ts';
import { takeSegments } from './take-segments.ts';

export interface SpoolOptions {
  /** Candidate folders, in order of preference; the first usable one is used. They are created when needed. */
  folders: readonly string[];
  head: BatchHead;
  /** Maximum bytes of the encoded spans of a segment: what one request can hold. */
  segmentBytes: number;
  /** Maximum bytes on disk. */
  maxBytes?: number;
  /** A process that has not renewed its lease for this long counts as dead. */
  leaseMs?: number;
  /** Maximum age of content; older content is removed from the waiting records. */
  contentMs?: number;
  /** Maximum age of records; older ones are dropped. */
  keepMs?: number;
  /** Called when segments of another process were adopted. */
  onAdopted?(): void;
}

const HOUR_MS = 3_600_000;
const DEFAULTS = {
  maxBytes: 512 * 1024 * 1024,
  leaseMs: 15_000,
  contentMs: 24 * HOUR_MS,
  keepMs: 14 * 24 * HOUR_MS,
  onAdopted: () => undefined,
};
/** Number of leading encoded spans that are now on disk, and the reason if the others are not. */
export interface Appended {
  written: number;
  problem?: string;
}

/** What waits on disk. */
export interface SpoolState {
  maxBytes: number;
  bytes: number;
  segments: number;
}

/** The oldest segment, with its content. */
export interface Waiting extends SegmentContent {
  segment: object;
  head: BatchHead;
}

/**
 * Records that wait on disk while the collector is unavailable: a queue of segments in a folder of this process, plus
 * segments of dead processes. Writes do not wait for the disk's cache: a killed process loses nothing that was
 * appended; a machine that fails may lose data not yet sealed or synced. No method rejects.
 */
export class DiskSpool {
  readonly #options: Required<SpoolOptions>;
  readonly #own: ProcessFolder;
  readonly #queue: SegmentQueue;
  readonly #timer: NodeJS.Timeout;
  #last: Promise<unknown> = Promise.resolve();
  readonly #deadLetters = new DeadLetters();
  #adopting = false;
  #left = false;
  /** Number of lost records: too old, or damaged on disk. */
  lost = 0;

  constructor(options: SpoolOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#own = new ProcessFolder(this.#options.folders, this.#options.leaseMs);
    this.#queue = new SegmentQueue(this.#options);
    const maintain = () => void this.#maintain();
    this.#timer = asOurs(() => setInterval(maintain, this.#options.leaseMs / 3).unref());
    asOurs(() => setImmediate(maintain).unref());
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#queue.bytes;
  }

  /** The folder of this process; undefined if there is none yet. */
  get folder(): string | undefined {
    return this.#own.path;
  }

  get state(): SpoolState {
    const { bytes, all } = this.#queue;
    return { maxBytes: this.#options.maxBytes, bytes, segments: all.length };
  }

  /** Appends `encodedSpans` to the queue. */
  append(encodedSpans: readonly Uint8Array[]): Promise<Appended> {
    return this.#inOrder(
      () => this.#append(encodedSpans, true),
      (problem) => ({ written: 0, problem }),
    );
  }

  /** The oldest segment; undefined if none waits. It stays until it is removed. */
  async oldest(): Promise<Waiting | undefined> {
    for (;;) {
      // Thousands of files may be unreadable; appending must not wait for all of them.
      const found = await this.#inOrder(
        () => this.#oldest(),
        () => undefined,
      );
      if (found !== 'unreadable') return found;
    }
  }

  /** Removes a settled segment. */
  remove(segment: object): Promise<void> {
    return this.#inOrder(
      () => this.#queue.remove(segment as Segment),
      () => undefined,
    );
  }

  /** Syncs the appended data to disk. */
  async sync(): Promise<void> {
    await this.#inOrder(
      () => this.#queue.sync(),
      () => undefined,
    );
  }

  /**
   * Stores a record that the collector rejected, without its content, as the body of a request with only that record.
   */
  async deadLetter(head: BatchHead, encodedSpan: Uint8Array, status: number): Promise<string | undefined> {
    try {
      await this.#own.ensure();
      const { root } = this.#own;
      return root === undefined ? undefined : await this.#deadLetters.keep(root, head, encodedSpan, status);
    } catch {
      return undefined;
    }
  }

  /**
   * Called when the process ends: leaves `encodedSpans` and the folder for the next process. Blocks; returns whether
   * `encodedSpans` are safe.
   */
  leave(encodedSpans: readonly Uint8Array[]): boolean {
    clearInterval(this.#timer);
    this.#left = true;
    let safe = encodedSpans.length === 0;
    try {
      if (!safe) {
        const { path } = this.#own;
        const root = path === undefined ? openFolderSync(this.#options.folders) : dirname(path);
        if (root !== undefined) leaveBehind(root, this.#options.head, encodedSpans);
        safe = root !== undefined;
      }
    } catch {
      // Without space or a folder the records are lost; the caller counts them.
    }
    this.#queue.seal({ sync: false });
    this.#own.release(this.#queue.isEmpty);
    return safe;
  }

  async #append(encodedSpans: readonly Uint8Array[], mayRepeat: boolean): Promise<Appended> {
    let written = 0;
    try {
      const own = await this.#currentFolder();
      while (written < encodedSpans.length) written += await this.#queue.write(own, encodedSpans, written);
      // Another process may have adopted the folder with the file just written. Then the records are written again,
      // because duplicates are harmless: the stores keep one record per id.
      if (await this.#own.sees(own)) return { written };
      this.#forgetFolder();
      return mayRepeat ? await this.#append(encodedSpans, false) : { written: 0, problem: 'the folder was removed' };
    } catch (error) {
      return { written, problem: (error as Error).message };
    }
  }

  async #oldest(): Promise<Waiting | 'unreadable' | undefined> {
    const segment = this.#queue.closedOldest();
    if (segment === undefined) return undefined;
    // An unreadable segment was adopted by another process, or is left for one that can read it.
    const content = await readOwnFile(segment.path).then(readSegment, () => undefined);
    if (content?.head !== undefined && content.encodedSpans.length > 0)
      return { ...content, head: content.head, segment };
    if (content === undefined) {
      this.#queue.drop(segment);
    } else {
      this.lost += content.damaged;
      await this.#queue.remove(segment);
    }
    return 'unreadable';
  }

  /** The folder of this process, or a new one if another process has adopted it. */
  async #currentFolder(): Promise<string> {
    const own = await this.#own.ensure();
    if (await this.#own.isCurrent(own)) return own;
    this.#forgetFolder();
    return this.#own.ensure();
  }

  /** Forgets the folder, which another process has adopted with its records. */
  #forgetFolder(): void {
    this.#own.forget();
    this.#queue.dropAll();
  }

  /** Regular maintenance: renews the lease, removes expired data, adopts abandoned folders. */
  async #maintain(): Promise<void> {
    if (this.#left) return;
    const own = this.#own.path;
    if (own !== undefined) {
      await renewLease(own).catch((error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? this.#quietly(async () => this.#forgetFolder()) : undefined,
      );
    }
    await this.#quietly(() => this.#expire(Date.now()));
    if (this.#adopting) return;
    this.#adopting = true;
    await this.#adoptAll().catch(() => undefined);
    this.#adopting = false;
  }

  async #expire(now: number): Promise<void> {
    const { contentMs, keepMs } = this.#options;
    for (const segment of this.#queue.all) {
      // A time in the future predates a clock change; its age counts from now.
      segment.createdMs = Math.min(segment.createdMs, now);
      const age = now - segment.createdMs;
      if (age < Math.min(contentMs, keepMs)) continue;
      this.#queue.close(segment);
      const content = readSegment(await readOwnFile(segment.path));
      if (age >= keepMs) {
        this.lost += content.encodedSpans.length;
        await this.#queue.remove(segment);
      } else if (!segment.bare && content.head !== undefined) {
        await this.#queue.removeContent(segment, content.head, content.encodedSpans);
      }
    }
    const { root } = this.#own;
    if (root !== undefined) await this.#deadLetters.expire(root, now - keepMs);
  }

  async #adoptAll(): Promise<void> {
    const { folders, leaseMs, onAdopted } = this.#options;
    const roots = this.#own.root === undefined ? folders : [this.#own.root];
    for (const root of roots) {
      for (const folder of await abandonedFolders(root, this.#own.path, leaseMs)) {
        if (this.#left) return;
        let adopted: string | undefined;
        await this.#quietly(async () => {
          const own = await this.#own.ensure();
          adopted = root === this.#own.root ? await adopt(folder, own, leaseMs) : undefined;
        });
        if (adopted === undefined) continue;
        await takeSegments(adopted, (from, names) =>
          this.#inOrder(
            () => this.#take(from, names),
            () => false,
          ),
        );
        onAdopted();
      }
    }
  }

  /** Appends the segments `names` of `folder` to the queue; false if this process no longer has a folder. */
  async #take(folder: string, names: readonly string[]): Promise<boolean> {
    const own = this.#own.path;
    if (this.#left || own === undefined || !folder.startsWith(own)) return false;
    for (const name of names) if (!(await this.#queue.take(name, folder, own))) this.lost++;
    return true;
  }

  #quietly(work: () => Promise<void>): Promise<void> {
    return this.#inOrder(work, () => undefined);
  }

  /** Runs one operation at a time, in the order of the calls. */
  #inOrder<T>(work: () => Promise<T>, failed: (problem: string) => T): Promise<T> {
    const done = this.#last.then(() => asOurs(work)).catch((error: unknown) => failed((error as Error).message));
    this.#last = done;
    return done;
  }
}
