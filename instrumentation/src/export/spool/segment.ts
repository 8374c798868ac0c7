import { crc32 } from 'node:zlib';
import { rawFields } from '../otlp/protobuf-fields.ts';
import type { BatchHead } from '../otlp/span-encoder.ts';

/**
 * A segment is one file and one request: entries of length (u32, little-endian), CRC-32 of the bytes (u32) and bytes. The
 * first entry is the head of the batch as JSON, since whoever sends it later may be another process; each further one is
 * a frame.
 */
export interface SegmentContent {
  /** Absent where not even the head is whole. */
  head?: BatchHead;
  encodedSpans: Uint8Array[];
  /** Entries that are not what was written: a torn tail counts as one. */
  damaged: number;
}

const ENTRY_HEAD = 8;

/** Bytes of a segment on top of those of its frames, for `count` frames. */
export function segmentOverhead(head: Uint8Array, count: number): number {
  return head.length + count * ENTRY_HEAD;
}

export function encodeSegmentHead({ resource, scope }: BatchHead): Uint8Array {
  return encodeEntries([Buffer.from(JSON.stringify({ resource, scope }))]);
}

export function encodeEntries(encodedSpans: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const encodedSpan of encodedSpans) {
    const head = Buffer.allocUnsafe(ENTRY_HEAD);
    head.writeUInt32LE(encodedSpan.length, 0);
    head.writeUInt32LE(crc32(encodedSpan), 4);
    parts.push(head, encodedSpan);
  }
  return Buffer.concat(parts);
}

/** What can be read of a segment. An entry whose bytes were changed is left out; a tail that is not whole is cut. */
export function readSegment(bytes: Buffer): SegmentContent {
  const content: SegmentContent = { encodedSpans: [], damaged: 0 };
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const length = at + ENTRY_HEAD <= bytes.length ? bytes.readUInt32LE(at) : 0;
    const end = at + ENTRY_HEAD + length;
    // No entry is empty: a file system that lost its last writes may have left zeros.
    if (length === 0 || end > bytes.length) {
      content.damaged++;
      break;
    }
    const entry = bytes.subarray(at + ENTRY_HEAD, end);
    const whole = crc32(entry) === bytes.readUInt32LE(at + 4);
    at = end;
    if (index === 0) {
      const head = whole ? parseHead(entry) : undefined;
      if (head !== undefined) content.head = head;
    } else if (whole && isContext(entry)) {
      content.encodedSpans.push(entry);
    } else {
      content.damaged++;
    }
  }
  return content;
}

/** The file may be by anybody: what is no head is none, and never breaks whoever sends it. */
function parseHead(entry: Buffer): BatchHead | undefined {
  try {
    const { resource, scope } = JSON.parse(entry.toString()) as Partial<BatchHead>;
    const isHead =
      typeof scope?.name === 'string' &&
      typeof scope.version === 'string' &&
      typeof resource === 'object' &&
      Object.values(resource).every((value) => typeof value === 'string');
    return isHead ? { resource, scope: { name: scope.name, version: scope.version } } : undefined;
  } catch {
    return undefined;
  }
}

const SPAN = 2;
const ATTRIBUTE = 9;

/** Whether `entry` is one span, in bytes that can be read field by field. */
function isContext(entry: Uint8Array): boolean {
  try {
    const [span, ...others] = rawFields(entry);
    if (span?.number !== SPAN || others.length > 0) return false;
    for (const field of rawFields(entry, span.contentStart, span.end)) {
      // Of an attribute the key is read later.
      if (field.number === ATTRIBUTE && [...rawFields(entry, field.contentStart, field.end)].length === 0) return false;
    }
    return true;
  } catch {
    return false;
  }
}
