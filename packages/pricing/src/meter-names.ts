/**
 * Meters are an open set of names: direction, modality, and `:ttl` for cache writes (`input`, `input_audio`,
 * `cache_read`, `cache_write:1h`, `output`, `reasoning`). All are token meters except `request`, the measures and
 * alternatives below and names with a tool's ending.
 */

/** Alternative measures of what tokens also measure: billed only if the row prices them. */
const MEASURES: ReadonlySet<string> = new Set(['image', 'second', 'minute', 'hour', 'character', 'page']);
const TOOL = /(^|_)(search|call|execution|source)$/;

/**
 * Meters that count the same use in two units, of which a seller bills one. Google bills a search by its queries or by the prompt that
 * it grounded, depending on the model.
 */
const ALTERNATIVES: ReadonlyMap<string, string> = new Map([
  ['web_search', 'grounded_prompt'],
  ['grounded_prompt', 'web_search'],
]);

export function isMeasure(meter: string): boolean {
  return MEASURES.has(meter);
}

export function isTokenMeter(meter: string): boolean {
  return meter !== 'request' && !isMeasure(meter) && !ALTERNATIVES.has(meter) && !TOOL.test(meter);
}

/** The meter that counts the same use in another unit; undefined if there is none. */
export function alternativeOf(meter: string): string | undefined {
  return ALTERNATIVES.get(meter);
}
