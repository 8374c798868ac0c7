import { fields, text } from '../../util/fields.ts';

/** What an answer was grounded on and is billed beside its tokens, by the field that tells the queries. */
const METERS = [
  ['webSearchQueries', 'web_search'],
  ['imageSearchQueries', 'image_search'],
  ['retrievalQueries', 'retrieval_search'],
] as const;

/** Gathers the searches that Google ran for an answer: each query counts once, an empty one not at all. */
export class Searches {
  readonly #queries = new Map<string, Set<string>>();

  /** `groundingMetadata` of a candidate. */
  read(groundingMetadata: unknown): void {
    const grounding = fields(groundingMetadata);
    for (const [field, meter] of METERS) {
      for (const query of listOf(grounding[field])) this.#add(meter, text(query));
    }
    // Billed once, however many places were found.
    if (listOf(grounding.groundingChunks).some((chunk) => fields(chunk).maps != null)) this.#add('maps_search', 'maps');
  }

  #add(meter: string, query: string | undefined): void {
    if (query === undefined) return;
    const queries = this.#queries.get(meter);
    if (queries === undefined) this.#queries.set(meter, new Set([query]));
    else queries.add(query);
  }

  /** By meter; undefined where there were none. */
  get units(): Record<string, number> | undefined {
    const units = Object.fromEntries([...this.#queries].map(([meter, queries]) => [meter, queries.size]));
    return this.#queries.size === 0 ? undefined : units;
  }
}

function listOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}
