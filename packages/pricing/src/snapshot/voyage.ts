import type { CompactEntry } from './compact.ts';

/** Voyage's rerankers and newer embeddings, which the source does not have, with their price per 1M tokens. */
export const VOYAGE_ENTRIES: readonly CompactEntry[] = Object.entries({
  'voyage-code-4': '0.12',
  'voyage-context-4': '0.12',
  'rerank-2': '0.05',
  'rerank-2-lite': '0.02',
  'rerank-2.5': '0.05',
  'rerank-2.5-lite': '0.02',
  'rerank-3': '0.05',
  'rerank-3-lite': '0.02',
}).map(([id, input]) => ({
  seller: 'voyageai',
  id,
  models: [id],
  rows: [{ prices: { input } }],
  read_from: 'docs.voyageai.com/docs/pricing, by github.com/BerriAI/litellm, 2026-11',
}));
