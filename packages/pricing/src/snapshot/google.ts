import type { CompactEntry } from './compact.ts';
import type { Correction } from './correction.ts';
import { VERTEX_GLOBAL_HOST, VERTEX_HOSTS } from './sellers.ts';

/** Claude models that have one price on the global endpoint of Vertex AI and another on its regional endpoints. */
const VERTEX_REGIONAL = /^claude-((sonnet|opus|haiku)-4-[5-9]|(opus|sonnet|haiku)-5|fable-)/;

/** Models whose search is billed by the prompt that it grounded, and by the queries that it ran. */
const SEARCH_BY_PROMPT = /^gemini-2\.(0-flash$|5-(pro|flash|flash-lite|flash-preview)$)/;
const SEARCH_BY_QUERY = /^gemini-3(\.\d)?-(pro|flash|flash-lite)(-image)?(-preview)?$/;
/** Models whose grounding with Google Maps is billed by the prompt; later ones bill its queries, which no response reports. */
const MAPS_BY_PROMPT = /^gemini-2\.5-(pro|flash|flash-lite)$/;

export const GOOGLE_CORRECTIONS: readonly Correction[] = [
  {
    name: 'vertex-regional-claude',
    why: 'the source has only the price of the global endpoint; regional ones (known by the host) cost a tenth more',
    readFrom: 'docs.claude.com/en/docs/build-with-claude/claude-on-vertex-ai, 2025-10',
    apply: (entry) =>
      entry.seller === 'google' && VERTEX_REGIONAL.test(entry.id)
        ? {
            ...entry,
            rows: entry.rows.map((row) => ({
              ...row,
              when: { ...row.when, host: [VERTEX_GLOBAL_HOST, VERTEX_HOSTS] },
            })),
            factors: [{ name: 'regional endpoint', when: { host: VERTEX_HOSTS }, times: '1.1', on: 'tokens' }],
          }
        : entry,
  },
  {
    name: 'gemini-2.0-flash-versions',
    why: 'the source matches a part of the name, of which the snapshot keeps too little: gemini-2.0-flash-001 is missing',
    readFrom: 'ai.google.dev/gemini-api/docs/models, 2025-11',
    apply: (entry) =>
      isGoogle(entry, /^gemini-2\.0-flash$/)
        ? { ...entry, models: [...entry.models, 'gemini-2.0-flash{date}'] }
        : entry,
  },
  {
    name: 'google-search-by-prompt',
    why: 'the source has no price of grounding',
    readFrom: 'ai.google.dev/gemini-api/docs/pricing, 2026-10',
    apply: (entry) => (isGoogle(entry, SEARCH_BY_PROMPT) ? withPrice(entry, { grounded_prompt: '35' }) : entry),
  },
  {
    name: 'google-search-by-query',
    why: 'the source has no price of grounding',
    readFrom: 'ai.google.dev/gemini-api/docs/pricing, 2026-10',
    apply: (entry) => (isGoogle(entry, SEARCH_BY_QUERY) ? withPrice(entry, { web_search: '14' }) : entry),
  },
  {
    name: 'google-maps',
    why: 'the source has no price of grounding',
    readFrom: 'ai.google.dev/gemini-api/docs/pricing, 2026-10',
    apply: (entry) => (isGoogle(entry, MAPS_BY_PROMPT) ? withPrice(entry, { maps_search: '25' }) : entry),
  },
];

function isGoogle(entry: CompactEntry, ids: RegExp): boolean {
  return entry.seller === 'google' && ids.test(entry.id);
}

/** Adds `prices` to every row. */
function withPrice(entry: CompactEntry, prices: Readonly<Record<string, string>>): CompactEntry {
  return { ...entry, rows: entry.rows.map((row) => ({ ...row, prices: { ...row.prices, ...prices } })) };
}
