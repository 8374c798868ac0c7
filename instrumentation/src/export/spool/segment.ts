import { crc32 } from 'node:zlib';
import { rawFields } from '../otlp/protobuf-fields.ts';
import type { BatchHead } from '../otlp/span-encoder.ts';

/**
 * The content of a segment, which is one file and one request. It consists of entries: length (u32, little-endian),
 * CRC-32 of the bytes (u32), bytes. The first entry is the batch head as JSON, because another process may send the
 * segment later; each other entry is an encoded span.
 */
export interface SegmentContent {
  /** Absent if the head is damaged. */
  head?: BatchHead;
  encodedSpans: Uint8Array[];
  /** Number of damaged entries; an incomplete end counts as one. */
  damaged: number;
}

const ENTRY_HEAD = 8;

/** Bytes of a segment in addition to its encoded spans, for `count` spans. */
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

/** Reads a segment. Damaged entries are skipped, and an incomplete end is cut off. */
export function readSegment(bytes: Buffer): SegmentContent {
  const content: SegmentContent = { encodedSpans: [], damaged: 0 };
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const length = at + ENTRY_HEAD <= bytes.length ? bytes.readUInt32LE(at) : 0;
    const end = at + ENTRY_HEAD + length;
    // No entry is empty: a file system that lost its last writes may leave zeros.
    if (length === 0 || end > bytes.length) {
      content.damaged++;
      break;
    }
    const entry = bytes.subarray(at + ENTRY_HEAD, end);
    const intact = crc32(entry) === bytes.readUInt32LE(at + 4);
    at = end;
    if (index === 0) {
      const head = intact ? parseHead(entry) : undefined;
      if (head !== undefined) content.head = head;
    } else if (intact && isEncodedSpan(entry)) {
      content.encodedSpans.push(entry);
    } else {
      content.damaged++;
    }
  }
  return content;
}

/** Parses the batch head; undefined if it is invalid, because the file may come from another user. */
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

/** Whether `entry` is one encoded span that can be read field by field. */
function isEncodedSpan(entry: Uint8Array): boolean {
  try {
    const [span, ...others] = rawFields(entry);
    if (span?.number !== SPAN || others.length > 0) return false;
    for (const field of rawFields(entry, span.contentStart, span.end)) {
      // The key of an attribute is read later, so its fields must be readable.
      if (field.number === ATTRIBUTE && [...rawFields(entry, field.contentStart, field.end)].length === 0) return false;
    }
    return true;
  } catch {
    return false;
  }
}
