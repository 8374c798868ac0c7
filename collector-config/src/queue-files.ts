import { closeSync, existsSync, fstatSync, lstatSync, openSync, readdirSync, readSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Queue files are bbolt databases. They consist of pages; the first two are meta pages, which are written alternately. A meta
 * starts at byte 16 of its page (go.etcd.io/bbolt, internal/common/meta.go): magic u32, version u32, page size u32, flags
 * u32, root bucket 16 bytes, free list u64, high-water page u64, transaction u64, then FNV-1a (64) of those 56 bytes.
 */
const META_OFFSET = 16;
const META_LENGTH = 64;
const MAGIC = 0xed0cdaed;
const VERSION = 2;

/**
 * Renames each queue file that the collector could not open.
 * @returns a message for the operator per renamed file.
 */
export function moveUnreadableQueuesAside(folder: string, now: Date): string[] {
  return queueFiles(folder).flatMap((file) => {
    const fault = faultOfQueueFile(file);
    return fault === null ? [] : [moveQueueAside(file, fault, now)];
  });
}

/** Renames every queue file. Called if the collector reports an unreadable one without naming it. */
export function moveAllQueuesAside(folder: string, fault: string, now: Date): string[] {
  return queueFiles(folder).map((file) => moveQueueAside(file, fault, now));
}

function queueFiles(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  const queues = readdirSync(folder).filter((name) => /^exporter_[^.]*$/.test(name));
  return queues.map((name) => join(folder, name));
}

function moveQueueAside(file: string, fault: string, now: Date): string {
  const aside = `${file}.unreadable-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(file, aside);
  return `The collector's queue file ${file} cannot be read (${fault}). What waited in it was not delivered; it is kept as ${aside}.`;
}

/** Reason why bbolt cannot open the file; null if it can. */
export function faultOfQueueFile(file: string): string | null {
  if (!lstatSync(file).isFile()) {
    // Opening a pipe would never return, and through a link the collector would write to another file.
    return 'it is no regular file';
  }
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    if (size === 0) {
      // bbolt creates a new database in it.
      return null;
    }
    const first = readMeta(descriptor, 0);
    const second = readMeta(descriptor, first?.pageSize ?? 4096);
    const metas = [first, second].filter((meta) => meta !== null);
    if (metas.length === 0) {
      return 'neither of its two headers is whole';
    }
    const newest = metas.reduce((a, b) => (b.transaction > a.transaction ? b : a));
    const expected = newest.pages * BigInt(newest.pageSize);
    return BigInt(size) < expected ? `it has ${size} of ${expected} bytes` : null;
  } finally {
    closeSync(descriptor);
  }
}

interface Meta {
  pageSize: number;
  pages: bigint;
  transaction: bigint;
}

function readMeta(descriptor: number, pageOffset: number): Meta | null {
  const bytes = Buffer.alloc(META_LENGTH);
  const read = readSync(descriptor, bytes, 0, META_LENGTH, pageOffset + META_OFFSET);
  const valid =
    read === META_LENGTH &&
    bytes.readUInt32LE(0) === MAGIC &&
    bytes.readUInt32LE(4) === VERSION &&
    bytes.readBigUInt64LE(56) === fnv1a64(bytes.subarray(0, 56));
  return valid
    ? { pageSize: bytes.readUInt32LE(8), pages: bytes.readBigUInt64LE(40), transaction: bytes.readBigUInt64LE(48) }
    : null;
}

function fnv1a64(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
