import { decimal, formatDecimal, times } from '../decimal.ts';
import type { CompactEntry } from './compact.ts';
import type { Correction } from './correction.ts';
import { VERTEX_GLOBAL_HOST, VERTEX_HOSTS } from './sellers.ts';

/** Endpoints of Vertex AI that stay within the USA or the EU. */
const VERTEX_MULTI_REGION_HOSTS = ['aiplatform.us.rep.googleapis.com', 'aiplatform.eu.rep.googleapis.com'];
/** Name of the factor of models that cost more on a regional endpoint. */
const REGIONAL = 'regional endpoint';

/** Models of Bedrock for which the page lists writes to the cache that are kept for an hour. */
const BEDROCK_ONE_HOUR = /\.claude-(?:opus|sonnet|haiku)-4-[5-7]/;
/** Their price as a multiple of that of five minutes. */
const ONE_HOUR = decimal('1.6');

/** Models of Bedrock that cost more above this number of tokens. */
const BEDROCK_LONG_CONTEXT = /\.claude-sonnet-4-(?:5-)?2025/;
const LONG_CONTEXT = 200_000;

/** Prices of Claude on Amazon Bedrock and Vertex AI. They follow the corrections of Vertex AI's regional endpoints. */
export const CLAUDE_PLATFORM_CORRECTIONS: readonly Correction[] = [
  {
    name: 'bedrock-1h-cache',
    why: 'the source has no price of cache writes that are kept for an hour',
    // As github.com/BerriAI/litellm/pull/26800 and /28572 quote the page.
    readFrom: 'aws.amazon.com/bedrock/pricing, 2026-05',
    apply: (entry) =>
      entry.seller === 'aws' && BEDROCK_ONE_HOUR.test(entry.id)
        ? { ...entry, rows: entry.rows.map(withOneHour) }
        : entry,
  },
  {
    name: 'bedrock-long-context',
    why: 'the page has higher prices for long context, which the source lacks',
    // As github.com/BerriAI/litellm/issues/18988 quotes the page.
    readFrom: 'aws.amazon.com/bedrock/pricing, 2026-01',
    apply: (entry) =>
      entry.seller === 'aws' && BEDROCK_LONG_CONTEXT.test(entry.id)
        ? {
            ...entry,
            rows: entry.rows.map((row) => ({ ...row, when: { ...row.when, context: { lte: LONG_CONTEXT } } })),
          }
        : entry,
  },
  {
    name: 'vertex-1h-cache',
    why: "the source has no price of cache writes that are kept for an hour; Google's page has it",
    readFrom: 'github.com/BerriAI/litellm/issues/27781, 2026-05',
    apply: (entry) =>
      entry.seller === 'google' && entry.id === 'claude-sonnet-4-6'
        ? { ...entry, rows: entry.rows.map(withOneHour) }
        : entry,
  },
  {
    name: 'vertex-multi-region',
    why: 'Claude costs the same there as on a regional endpoint; what other models cost there is not known',
    readFrom: 'platform.claude.com, 2026-08',
    apply: (entry) => (entry.factors?.some(({ name }) => name === REGIONAL) === true ? atMultiRegions(entry) : entry),
  },
];

function withOneHour(row: CompactEntry['rows'][number]): CompactEntry['rows'][number] {
  const { cache_write: fiveMinutes } = row.prices;
  if (fiveMinutes === undefined) return row;
  const prices = { ...row.prices, 'cache_write:1h': formatDecimal(times(decimal(fiveMinutes), ONE_HOUR)) };
  return { ...row, prices };
}

function atMultiRegions(entry: CompactEntry): CompactEntry {
  const regional = [VERTEX_HOSTS, ...VERTEX_MULTI_REGION_HOSTS];
  return {
    ...entry,
    hosts: VERTEX_MULTI_REGION_HOSTS,
    rows: entry.rows.map((row) => ({ ...row, when: { ...row.when, host: [VERTEX_GLOBAL_HOST, ...regional] } })),
    factors: [{ name: REGIONAL, when: { host: regional }, times: '1.1', on: 'tokens' }],
  };
}
