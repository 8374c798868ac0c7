import { rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { lstat, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asOurs } from '../../util/app-context.ts';
import type { BatchHead } from '../otlp/span-encoder.ts';
import { withoutContent } from '../otlp/without-content.ts';
import { DeadLetters } from './dead-letters.ts';
import { openFolder, openFolderSync } from './folders.ts';
import { leaveBehind } from './left-behind.ts';
import { abandonedFolders, adopt, isStillThere, leaseOf, makeOwnFolder, renewLease } from './lease.ts';
import { MAX_SEGMENT_BYTES, readOwnFile } from './own-file.ts';
import { encodeEntries, encodeSegmentHead, readSegment, type SegmentContent } from './segment.ts';
import { parseSegmentName, segmentName } from './segment-file.ts';
import { OpenSegment } from './open-segment.ts';
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
/** Maximum age of an open segment, so that all its records are nearly as old as the first. */
const MAX_OPEN_MS = 600_000;

interface Segment {
  path: string;
  createdMs: number;
  bare: boolean;
  bytes: number;
}

/** Number of leading encoded spans that are now on disk, and the reason if the others are not. */
export interface Appended {
  written: number;
  problem?: string;
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
  readonly #headBytes: Uint8Array;
  readonly #timer: NodeJS.Timeout;
  #root: string | undefined;
  #own: string | undefined;
  #segments: Segment[] = [];
  #open: { file: OpenSegment; segment: Segment } | undefined;
  #bytes = 0;
  #sequence = 0;
  /** Time when the folder of this process was last seen at its path, Unix ms. */
  #seenMs = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #deadLetters = new DeadLetters();
  #adopting = false;
  #left = false;
  /** Number of lost records: too old, or damaged on disk. */
  lost = 0;

  constructor(options: SpoolOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#headBytes = encodeSegmentHead(options.head);
    const maintain = () => void this.#maintain();
    this.#timer = asOurs(() => setInterval(maintain, this.#options.leaseMs / 3).unref());
    asOurs(() => setImmediate(maintain).unref());
  }

  /** The folder of this process; undefined if there is none yet. */
  get folder(): string | undefined {
    return this.#own;
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
      () => this.#remove(segment as Segment),
      () => undefined,
    );
  }

  /** Syncs the appended data to disk. */
  async sync(): Promise<void> {
    await this.#inOrder(
      async () => this.#open?.file.sync(),
      () => undefined,
    );
  }

  /**
   * Stores a record that the collector rejected, without its content, as the body of a request with only that record.
   */
  async deadLetter(head: BatchHead, encodedSpan: Uint8Array, status: number): Promise<string | undefined> {
    try {
      await this.#ensureOwn();
      return this.#root === undefined ? undefined : await this.#deadLetters.keep(this.#root, head, encodedSpan, status);
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
        const root = this.#own === undefined ? openFolderSync(this.#options.folders) : dirname(this.#own);
        if (root !== undefined) leaveBehind(root, this.#options.head, encodedSpans);
        safe = root !== undefined;
      }
    } catch {
      // Without space or a folder the records are lost; the caller counts them.
    }
    this.#seal({ sync: false });
    this.#release();
    return safe;
  }

  #release(): void {
    if (this.#own === undefined) {
      return;
    }
    const isEmpty = this.#segments.every((segment) => segment.bytes === 0);
    try {
      if (isEmpty) rmSync(this.#own, { recursive: true });
      else unlinkSync(leaseOf(this.#own));
      if (isEmpty) rmdirSync(dirname(this.#own));
    } catch {
      // Other processes have folders there, or adopted this one.
    }
    this.#own = undefined;
  }

  async #append(encodedSpans: readonly Uint8Array[], mayRepeat: boolean): Promise<Appended> {
    let written = 0;
    try {
      const own = await this.#ensureOwnIsCurrent();
      while (written < encodedSpans.length) {
        const { file, segment } = await this.#openSegment(own, encodedSpans[written]!);
        const group = encodedSpans.slice(written, written + file.fitting(encodedSpans, written));
        const entries = encodeEntries(group);
        const bytes = file.bytes === 0 ? Buffer.concat([this.#headBytes, entries]) : entries;
        this.#mayGrowBy(bytes.length);
        await file.write(bytes, group);
        segment.bytes += bytes.length;
        this.#bytes += bytes.length;
        written += group.length;
      }
      // Another process may have adopted the folder with the file just written. Then the records are written again,
      // because duplicates are harmless: the stores keep one record per id.
      if (await this.#sees(own)) return { written };
      this.#forgetFolder();
      return mayRepeat ? await this.#append(encodedSpans, false) : { written: 0, problem: 'the folder was removed' };
    } catch (error) {
      return { written, problem: (error as Error).message };
    }
  }

  #mayGrowBy(bytes: number): void {
    if (this.#bytes + bytes > this.#options.maxBytes) {
      throw new Error(`the ${this.#options.maxBytes} bytes of the spool are full`);
    }
  }

  async #openSegment(own: string, next: Uint8Array): Promise<{ file: OpenSegment; segment: Segment }> {
    const open = this.#open;
    if (open !== undefined) {
      const age = Date.now() - open.segment.createdMs;
      if (open.file.hasRoomFor(next) && age >= 0 && age < MAX_OPEN_MS) return open;
      this.#seal({ sync: true });
    }
    const createdMs = Date.now();
    const path = join(own, segmentName({ sequence: this.#sequence++, createdMs, bare: false }));
    const file = await OpenSegment.create(path, this.#options.segmentBytes);
    const segment: Segment = { path, createdMs, bare: false, bytes: 0 };
    this.#segments.push(segment);
    this.#open = { file, segment };
    return this.#open;
  }

  #seal(options: { sync: boolean }): void {
    this.#open?.file.close(options);
    this.#open = undefined;
  }

  async #oldest(): Promise<Waiting | 'unreadable' | undefined> {
    const segment = this.#segments[0];
    if (segment === undefined) return undefined;
    if (segment === this.#open?.segment) {
      if (segment.bytes === 0) return undefined;
      this.#seal({ sync: false });
    }
    // An unreadable segment was adopted by another process, or is left for one that can read it.
    const content = await readOwnFile(segment.path).then(readSegment, () => undefined);
    if (content?.head !== undefined && content.encodedSpans.length > 0)
      return { ...content, head: content.head, segment };
    if (content === undefined) {
      this.#drop(segment);
    } else {
      this.lost += content.damaged;
      await this.#remove(segment);
    }
    return 'unreadable';
  }

  async #remove(segment: Segment): Promise<void> {
    this.#drop(segment);
    await unlink(segment.path).catch(() => undefined);
  }

  #drop(segment: Segment): void {
    const index = this.#segments.indexOf(segment);
    if (index >= 0) {
      this.#segments.splice(index, 1);
      this.#bytes -= segment.bytes;
    }
  }

  /** Returns the folder of this process and creates it if needed. Throws the reason if it cannot be created. */
  async #ensureOwn(): Promise<string> {
    if (this.#own === undefined) {
      const { folder, problem } = await openFolder(this.#options.folders);
      if (folder === undefined) throw new Error(problem);
      this.#root = folder;
      this.#own = await makeOwnFolder(folder);
      this.#seenMs = Date.now();
    }
    return this.#own;
  }

  /**
   * Like `#ensureOwn`, but checks the folder if it was not seen recently: while a process was suspended another one may
   * have adopted it, and records written there would be sent twice.
   */
  async #ensureOwnIsCurrent(): Promise<string> {
    const own = await this.#ensureOwn();
    if (Date.now() - this.#seenMs < this.#options.leaseMs / 2 || (await this.#sees(own))) return own;
    this.#forgetFolder();
    return this.#ensureOwn();
  }

  async #sees(own: string): Promise<boolean> {
    const isThere = await isStillThere(own);
    if (isThere) this.#seenMs = Date.now();
    return isThere;
  }

  /** Forgets the folder, which another process has adopted with its records. */
  #forgetFolder(): void {
    this.#own = undefined;
    this.#segments = [];
    this.#bytes = 0;
    this.#seal({ sync: false });
  }

  /** Regular maintenance: renews the lease, removes expired data, adopts abandoned folders. */
  async #maintain(): Promise<void> {
    if (this.#left) return;
    const own = this.#own;
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
    for (const segment of [...this.#segments]) {
      // A time in the future predates a clock change; its age counts from now.
      segment.createdMs = Math.min(segment.createdMs, now);
      const age = now - segment.createdMs;
      if (segment.bytes === 0 || age < Math.min(contentMs, keepMs)) continue;
      if (segment === this.#open?.segment) this.#seal({ sync: false });
      const content = readSegment(await readOwnFile(segment.path));
      if (age >= keepMs) {
        this.lost += content.encodedSpans.length;
        await this.#remove(segment);
      } else if (!segment.bare && content.head !== undefined) {
        await this.#removeContent(segment, content.head, content.encodedSpans);
      }
    }
    if (this.#root !== undefined) await this.#deadLetters.expire(this.#root, now - keepMs);
  }

  async #removeContent(segment: Segment, head: BatchHead, encodedSpans: readonly Uint8Array[]): Promise<void> {
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

  async #adoptAll(): Promise<void> {
    const { folders, leaseMs, onAdopted } = this.#options;
    const roots = this.#root === undefined ? folders : [this.#root];
    for (const root of roots) {
      for (const folder of await abandonedFolders(root, this.#own, leaseMs)) {
        if (this.#left) return;
        let adopted: string | undefined;
        await this.#quietly(async () => {
          const own = await this.#ensureOwn();
          adopted = root === this.#root ? await adopt(folder, own, leaseMs) : undefined;
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
    const now = Date.now();
    const own = this.#own;
    if (this.#left || own === undefined || !folder.startsWith(own)) return false;
    for (const name of names) {
      const parsed = parseSegmentName(name)!;
      const createdMs = Math.min(parsed.createdMs, now);
      const path = join(own, segmentName({ ...parsed, createdMs, sequence: this.#sequence++ }));
      const { size: bytes } = await lstat(join(folder, name));
      if (bytes > MAX_SEGMENT_BYTES) {
        // No process writes a segment of this size.
        this.lost++;
        await unlink(join(folder, name));
        continue;
      }
      await rename(join(folder, name), path);
      this.#segments.push({ path, createdMs, bare: parsed.bare, bytes });
      this.#bytes += bytes;
    }
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
