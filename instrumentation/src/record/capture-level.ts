import { CAPTURE_LEVELS, type CaptureLevel } from '@tokentrail/records';
import type { ContentKey } from '../types.ts';

/** What the operator allows: the level of the process, and the highest level that code may request. */
export interface CaptureBounds {
  readonly captureLevel: CaptureLevel;
  readonly highestCapture: CaptureLevel;
}

/**
 * The level for code that requests `requested`, at most the highest allowed. Without a request it is the level of the
 * process. An unknown value counts as `basic`, because it may have meant less than the process records.
 */
export function captureLevelFor(requested: unknown, bounds: CaptureBounds): CaptureLevel {
  if (requested === undefined || requested === null) {
    return bounds.captureLevel;
  }
  const level = CAPTURE_LEVELS.find((known) => known === requested) ?? 'basic';
  return lowerOf(level, bounds.highestCapture);
}

export function lowerOf(a: CaptureLevel, b: CaptureLevel): CaptureLevel {
  return CAPTURE_LEVELS.indexOf(a) < CAPTURE_LEVELS.indexOf(b) ? a : b;
}

const CONTENT_AT_HEADERS: ReadonlySet<ContentKey> = new Set<ContentKey>([
  'clientRequestHeaders',
  'clientResponseHeaders',
  'providerRequestHeaders',
  'providerResponseHeaders',
  'metadata',
]);

/** Whether content of this kind is recorded at `level`. */
export function recordsContent(level: CaptureLevel, key: ContentKey): boolean {
  return level === 'full' || (level === 'headers' && CONTENT_AT_HEADERS.has(key));
}
