/**
 * Meters are an open set of names: direction, modality, and `:ttl` for cache writes (`input`, `input_audio`,
 * `cache_read`, `cache_write:1h`, `output`, `reasoning`). All are token meters except `request` and those named below.
 */

/** Alternative measures of what tokens also measure: billed only if the row prices them. */
const MEASURES: ReadonlySet<string> = new Set(['image', 'second', 'minute', 'hour', 'character', 'page']);
/** What is billed in addition to tokens: the use of tools, and the length of the audio that a chat receives. */
const EXTRA = /(^|_)(search|call|execution|source)$|^audio_second$/;

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
  return meter !== 'request' && !isMeasure(meter) && !ALTERNATIVES.has(meter) && !EXTRA.test(meter);
}

/** The meter that counts the same use in another unit; undefined if there is none. */
export function alternativeOf(meter: string): string | undefined {
  return ALTERNATIVES.get(meter);
}
