import type { Units } from './openai-tools.ts';
import { fieldsOf, listOf } from './read.ts';

/** The fields of `groundingMetadata` with the queries of searches that are billed beside the tokens, and their meters. */
const METERS = [
  ['webSearchQueries', 'web_search'],
  ['imageSearchQueries', 'image_search'],
  ['retrievalQueries', 'retrieval_search'],
] as const;

/**
 * Collects the searches that Google ran for a response. Each query counts once; an empty query does not count. Whether a
 * model is billed by query (Gemini 3) or by prompt (Gemini 2) is a question of its price, so web searches have both counts
 * (ai.google.dev/gemini-api/docs/google-search).
 */
export class GeminiSearches {
  readonly #queries = new Map<string, Set<string>>();
  #searchedWeb = false;

  /** Reads the `groundingMetadata` of a candidate, of any chunk. */
  read(groundingMetadata: unknown): void {
    const grounding = fieldsOf(groundingMetadata) ?? {};
    for (const [field, meter] of METERS) {
      for (const query of listOf(grounding[field])) this.#add(meter, query);
    }
    // Maps are billed once per response, for any number of results.
    const chunks = listOf(grounding['groundingChunks']).map(fieldsOf);
    if (chunks.some((chunk) => chunk?.['maps'] != null)) this.#add('maps_search', 'maps');
    this.#searchedWeb ||= grounding['searchEntryPoint'] != null || chunks.some((chunk) => chunk?.['web'] != null);
  }

  #add(meter: string, query: unknown): void {
    if (typeof query !== 'string' || query.trim() === '') return;
    const queries = this.#queries.get(meter);
    if (queries === undefined) this.#queries.set(meter, new Set([query]));
    else queries.add(query);
  }

  /** Whether the queries were sent to Maps, which reports them under the same name but without anything of a web search. */
  get #onlyMaps(): boolean {
    return this.#queries.has('maps_search') && !this.#searchedWeb;
  }

  /** The number of searches by meter; undefined if there were none. */
  get units(): Units | undefined {
    if (this.#queries.size === 0) return undefined;
    const { web_search: queries, ...units } = Object.fromEntries(
      [...this.#queries].map(([meter, { size }]) => [meter, size]),
    );
    if (queries === undefined || this.#onlyMaps) return units;
    return { ...units, web_search: queries, grounded_prompt: 1 };
  }
}
