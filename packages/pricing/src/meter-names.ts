/**
 * Meters are an open set of names: direction, modality, and `:ttl` for cache writes (`input`, `input_audio`,
 * `cache_read`, `cache_write:1h`, `output`, `reasoning`); whatever is named here or ends like a tool is no token.
 */

/** Other ways to measure what tokens measure too: billed only where the row prices them. */
const MEASURES: ReadonlySet<string> = new Set(['image', 'second', 'minute', 'hour', 'character', 'page']);
const TOOL = /(^|_)(search|call|execution|source)$/;

export function isMeasure(meter: string): boolean {
  return MEASURES.has(meter);
}

export function isTokenMeter(meter: string): boolean {
  return meter !== 'request' && !isMeasure(meter) && !TOOL.test(meter);
}
