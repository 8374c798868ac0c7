import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchHead } from '../otlp/span-encoder.ts';
import { encodeEntries, encodeSegmentHead } from './segment.ts';
import { segmentName } from './segment-file.ts';

/**
 * Writes `encodedSpans` to a new folder under `root` that the next process adopts at once. Synchronous, for the end of
 * the process. Throws the errors of the file system.
 */
export function leaveBehind(root: string, head: BatchHead, encodedSpans: readonly Uint8Array[]): void {
  const id = randomUUID();
  const unfinished = join(root, `.${id}`);
  mkdirSync(unfinished, { mode: 0o700 });
  const bytes = Buffer.concat([encodeSegmentHead(head), encodeEntries(encodedSpans)]);
  writeFileSync(join(unfinished, segmentName({ sequence: 0, createdMs: Date.now(), bare: false })), bytes, {
    mode: 0o600,
  });
  renameSync(unfinished, join(root, id));
}
