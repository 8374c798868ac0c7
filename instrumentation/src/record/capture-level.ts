import { CAPTURE_LEVELS, type CaptureLevel } from '@tokentrail/records';

/** What the operator allows: the level of the process, and the highest that a route of it may ask for. */
export interface CaptureBounds {
  readonly captureLevel: CaptureLevel;
  readonly highestCapture: CaptureLevel;
}

/**
 * The level for code that asks for `wanted`: its own word, up to the highest; without one that of the process. A word that is
 * none may have meant less than the process records, so it is `basic`.
 */
export function captureLevelFor(wanted: unknown, bounds: CaptureBounds): CaptureLevel {
  if (wanted === undefined || wanted === null) {
    return bounds.captureLevel;
  }
  const level = CAPTURE_LEVELS.find((known) => known === wanted) ?? 'basic';
  return lowerOf(level, bounds.highestCapture);
}

export function lowerOf(a: CaptureLevel, b: CaptureLevel): CaptureLevel {
  return CAPTURE_LEVELS.indexOf(a) < CAPTURE_LEVELS.indexOf(b) ? a : b;
}
