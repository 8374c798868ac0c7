import { rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { asOurs } from '../../app-context.ts';
import { encodeBatch, type BatchHead } from '../span-encoder.ts';
import { withoutContent } from '../without-content.ts';
import { openFolder, openFolderSync } from './folders.ts';
import { leaveBehind } from './left-behind.ts';
import { abandonedFolders, adopt, isStillThere, leaseOf, makeOwnFolder, renewLease } from './lease.ts';
import { encodeEntries, encodeSegmentHead, readSegment, type SegmentContent } from './segment.ts';
import { parseSegmentName, segmentName } from './segment-file.ts';
import { OpenSegment } from './open-segment.ts';

export interface SpoolOptions {
  /** Where it may live, best first; the first that can be had is used. They are made when they are needed. */
  folders: readonly string[];
  head: BatchHead;
  /** Most bytes of a segment's frames: what one request may hold. */
  segmentBytes: number;
  /** Most bytes on disk. */
  maxBytes?: number;
  /** A process without a sign of life for so long is taken for dead. */
  leaseMs?: number;
  /** Content older than this is removed from the records that still wait. */
  contentMs?: number;
  /** Records older than this are given up. */
  keepMs?: number;
  /** Told when segments of another process were taken over. */
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
/** An open segment is closed after so long, so that the age of its first record tells that of all, within this. */
const LONGEST_OPEN_MS = 600_000;
const DEAD_LETTERS = 'dead-letters';
const MOST_DEAD_LETTERS = 1000;

interface Segment {
  path: string;
  createdMs: number;
  bare: boolean;
  bytes: number;
}

/** How many frames, from the first, are on disk now; and what kept the others from it. */
export interface Appended {
  written: number;
  problem?: string;
}

/** The oldest segment, to be sent. */
export interface Waiting extends SegmentContent {
  segment: object;
  head: BatchHead;
}

/**
 * Records that wait on disk for a collector that is away: a queue of segments in a folder of this process, and what dead
 * processes left. Written without waiting for the disk's own cache: a process that is killed loses nothing of what was
 * appended, a machine that is may lose what was not yet sealed or flushed. No method rejects.
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
  /** When the folder of this process was last seen where it was made, Unix ms. */
  #seenMs = 0;
  #last: Promise<unknown> = Promise.resolve();
  #deadLetters = 0;
  #left = false;
  /** Records that were given up: too old, or damaged on disk. */
  lost = 0;

  constructor(options: SpoolOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#headBytes = encodeSegmentHead(options.head);
    const look = () => void this.#lookAfter();
    this.#timer = asOurs(() => setInterval(look, this.#options.leaseMs / 3).unref());
    asOurs(() => setImmediate(look).unref());
  }

  /** The folder of this process; undefined while it has none. */
  get folder(): string | undefined {
    return this.#own;
  }

  /** Writes `frames` behind what is there already. */
  append(frames: readonly Uint8Array[]): Promise<Appended> {
    return this.#inOrder(
      () => this.#append(frames, true),
      (problem) => ({ written: 0, problem }),
    );
  }

  /** The oldest segment; undefined where nothing waits. It stays until it is removed. */
  oldest(): Promise<Waiting | undefined> {
    return this.#inOrder(
      () => this.#oldest(),
      () => undefined,
    );
  }

  /** `segment` has been settled. */
  remove(segment: object): Promise<void> {
    return this.#inOrder(
      () => this.#remove(segment as Segment),
      () => undefined,
    );
  }

  /** Makes what was appended outlive the machine, as far as the disk keeps its word. */
  async sync(): Promise<void> {
    await this.#inOrder(
      async () => this.#open?.file.sync(),
      () => undefined,
    );
  }

  /** Keeps a record that the collector refuses, without its content, as the body of a request that holds it alone. */
  async deadLetter(head: BatchHead, frame: Uint8Array, status: number): Promise<string | undefined> {
    try {
      await this.#ensureOwn();
      if (this.#root === undefined || this.#deadLetters >= MOST_DEAD_LETTERS) return undefined;
      this.#deadLetters++;
      const folder = join(this.#root, DEAD_LETTERS);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = join(folder, `${Date.now()}-${status}-${randomUUID()}.otlp`);
      await writeFile(file, encodeBatch(head, [withoutContent(frame)]), { mode: 0o600 });
      return file;
    } catch {
      return undefined;
    }
  }

  /**
   * The end of the process: `frames` are left on disk and the folder for the next process. Blocks, since nothing can be
   * waited for any more; returns whether `frames` are safe.
   */
  leave(frames: readonly Uint8Array[]): boolean {
    clearInterval(this.#timer);
    this.#left = true;
    let safe = frames.length === 0;
    try {
      if (!safe) {
        const root = this.#own === undefined ? openFolderSync(this.#options.folders) : dirname(this.#own);
        if (root !== undefined) leaveBehind(root, this.#options.head, frames);
        safe = root !== undefined;
      }
    } catch {
      // No room, or no folder: they are lost, and nobody is left to tell.
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
      // Others have folders there, or adopted this one.
    }
    this.#own = undefined;
  }

  async #append(frames: readonly Uint8Array[], mayRepeat: boolean): Promise<Appended> {
    let written = 0;
    try {
      const own = await this.#ownSeenLately();
      while (written < frames.length) {
        const { file, segment } = await this.#openSegment(own, frames[written]!);
        const group = frames.slice(written, written + file.fitting(frames, written));
        const entries = encodeEntries(group);
        const bytes = file.bytes === 0 ? Buffer.concat([this.#headBytes, entries]) : entries;
        this.#mayGrowBy(bytes.length);
        await file.write(bytes, group);
        segment.bytes += bytes.length;
        this.#bytes += bytes.length;
        written += group.length;
      }
      // Somebody may have taken this process for dead, and the file with what was just written. Twice is better than never:
      // the stores keep one record an id.
      if (await this.#sees(own)) return { written };
      this.#forgetFolder();
      return mayRepeat ? await this.#append(frames, false) : { written: 0, problem: 'the folder was removed' };
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
      if (open.file.hasRoomFor(next) && age >= 0 && age < LONGEST_OPEN_MS) return open;
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

  async #oldest(): Promise<Waiting | undefined> {
    for (let segment = this.#segments[0]; segment !== undefined; segment = this.#segments[0]) {
      if (segment === this.#open?.segment) {
        if (segment.bytes === 0) return undefined;
        this.#seal({ sync: false });
      }
      // One that cannot be read has been adopted by another process, or is left for one that can.
      const content = await readFile(segment.path).then(readSegment, () => undefined);
      if (content === undefined) {
        this.#drop(segment);
      } else if (content.head === undefined || content.frames.length === 0) {
        this.lost += content.damaged;
        await this.#remove(segment);
      } else {
        return { ...content, head: content.head, segment };
      }
    }
    return undefined;
  }

  async #remove(segment: Segment): Promise<void> {
    this.#drop(segment);
    await unlink(segment.path).catch(() => undefined);
  }

  #drop(segment: Segment): void {
    const place = this.#segments.indexOf(segment);
    if (place >= 0) {
      this.#segments.splice(place, 1);
      this.#bytes -= segment.bytes;
    }
  }

  /** The folder of this process, made where there is none yet. Throws why there can be none. */
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

  /** The same; of a process that stood still meanwhile another may have it, and what is written there would come twice. */
  async #ownSeenLately(): Promise<string> {
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

  /** Another process has the folder now, and sends what is in it. */
  #forgetFolder(): void {
    this.#own = undefined;
    this.#segments = [];
    this.#bytes = 0;
    this.#seal({ sync: false });
  }

  /** What is to be done from time to time: a sign of life, what has expired, what others left. */
  async #lookAfter(): Promise<void> {
    if (this.#left) return;
    const own = this.#own;
    if (own !== undefined) {
      await renewLease(own).catch((error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? this.#quietly(async () => this.#forgetFolder()) : undefined,
      );
    }
    await this.#quietly(() => this.#expire(Date.now()));
    await this.#quietly(() => this.#adoptAll());
  }

  async #expire(now: number): Promise<void> {
    const { contentMs, keepMs } = this.#options;
    for (const segment of [...this.#segments]) {
      const age = now - segment.createdMs;
      if (segment.bytes === 0 || age < Math.min(contentMs, keepMs)) continue;
      if (segment === this.#open?.segment) this.#seal({ sync: false });
      const content = readSegment(await readFile(segment.path));
      if (age >= keepMs) {
        this.lost += content.frames.length;
        await this.#remove(segment);
      } else if (!segment.bare && content.head !== undefined) {
        await this.#removeContent(segment, content.head, content.frames);
      }
    }
    if (this.#root !== undefined) await this.#expireDeadLetters(join(this.#root, DEAD_LETTERS), now - keepMs);
  }

  async #removeContent(segment: Segment, head: BatchHead, frames: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat([encodeSegmentHead(head), encodeEntries(frames.map(withoutContent))]);
    const before = segment.path;
    const path = before.replace(/full$/, 'bare');
    await writeFile(`${path}.new`, bytes, { mode: 0o600 });
    await rename(`${path}.new`, path);
    this.#bytes += bytes.length - segment.bytes;
    Object.assign(segment, { path, bare: true, bytes: bytes.length });
    await unlink(before);
  }

  async #expireDeadLetters(folder: string, before: number): Promise<void> {
    for (const name of await readdir(folder).catch(() => [])) {
      if (Number.parseInt(name, 10) < before) await unlink(join(folder, name));
    }
  }

  async #adoptAll(): Promise<void> {
    const { folders, leaseMs, onAdopted } = this.#options;
    const roots = this.#root === undefined ? folders : [this.#root];
    for (const root of roots) {
      for (const folder of await abandonedFolders(root, this.#own, leaseMs)) {
        if (this.#left) return;
        const own = await this.#ensureOwn();
        const adopted = root === this.#root ? await adopt(folder, own, leaseMs) : undefined;
        if (adopted === undefined) continue;
        await this.#takeSegments(adopted);
        onAdopted();
      }
    }
  }

  /** Puts the segments under `folder` behind those that are there, in their order, and removes it. */
  async #takeSegments(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const from = join(folder, entry.name);
      const name = parseSegmentName(entry.name);
      if (entry.isDirectory()) await this.#takeSegments(from);
      if (name === undefined) continue;
      const path = join(this.#own!, segmentName({ ...name, sequence: this.#sequence++ }));
      await rename(from, path);
      const { size: bytes } = await stat(path);
      this.#segments.push({ path, createdMs: name.createdMs, bare: name.bare, bytes });
      this.#bytes += bytes;
    }
    await rm(folder, { recursive: true, force: true });
  }

  #quietly(work: () => Promise<void>): Promise<void> {
    return this.#inOrder(work, () => undefined);
  }

  /** One piece of work at a time, in the order in which they were asked for. */
  #inOrder<T>(work: () => Promise<T>, failed: (problem: string) => T): Promise<T> {
    const done = this.#last.then(() => asOurs(work)).catch((error: unknown) => failed((error as Error).message));
    this.#last = done;
    return done;
  }
}
