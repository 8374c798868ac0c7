import { fields, listOf, text } from '../../util/fields.ts';

/** The response fields with the queries of searches that are billed in addition to tokens, and the meter of each. */
const METERS = [
  ['webSearchQueries', 'web_search'],
  ['imageSearchQueries', 'image_search'],
  ['retrievalQueries', 'retrieval_search'],
] as const;

/** Collects the searches that Google ran for a response. Each query counts once; an empty query does not count. */
export class Searches {
  readonly #queries = new Map<string, Set<string>>();

  /** Reads the `groundingMetadata` of a candidate. */
  read(groundingMetadata: unknown): void {
    const grounding = fields(groundingMetadata);
    for (const [field, meter] of METERS) {
      for (const query of listOf(grounding[field])) this.#add(meter, text(query));
    }
    // Maps are billed once per response, for any number of results.
    if (listOf(grounding.groundingChunks).some((chunk) => fields(chunk).maps != null)) this.#add('maps_search', 'maps');
  }

  #add(meter: string, query: string | undefined): void {
    if (query === undefined) return;
    const queries = this.#queries.get(meter);
    if (queries === undefined) this.#queries.set(meter, new Set([query]));
    else queries.add(query);
  }

  /** The number of searches by meter; undefined if there were none. */
  get units(): Record<string, number> | undefined {
    const units = Object.fromEntries([...this.#queries].map(([meter, queries]) => [meter, queries.size]));
    return this.#queries.size === 0 ? undefined : units;
  }
}
