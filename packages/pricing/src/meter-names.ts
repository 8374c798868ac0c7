/**
 * Meters are an open set of names: direction, modality, and `:ttl` for cache writes (`input`, `input_audio`,
 * `cache_read`, `cache_write:1h`, `output`, `reasoning`). All are token meters except `request`, the measures below and
 * names with a tool's ending.
 */

/** Alternative measures of what tokens also measure: billed only if the row prices them. */
const MEASURES: ReadonlySet<string> = new Set(['image', 'second', 'minute', 'hour', 'character', 'page']);
const TOOL = /(^|_)(search|call|execution|source)$/;

export function isMeasure(meter: string): boolean {
  return MEASURES.has(meter);
}

export function isTokenMeter(meter: string): boolean {
  return meter !== 'request' && !isMeasure(meter) && !TOOL.test(meter);
}
