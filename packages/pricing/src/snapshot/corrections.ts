import type { Conditions } from '../book/document.ts';
import { decimal, formatDecimal, times } from '../decimal.ts';
import { CLAUDE_PLATFORM_CORRECTIONS } from './claude-platforms.ts';
import type { CompactEntry, CompactRow } from './compact.ts';
import type { Correction } from './correction.ts';
import { AUDIO_CORRECTIONS } from './audio.ts';
import { AZURE_CORRECTIONS } from './azure.ts';
import { GOOGLE_CORRECTIONS } from './google.ts';
import { OPENAI_REGIONAL_HOSTS } from './sellers.ts';

type TierPrices = readonly [input: string, cached: string | null, output: string];

const PRIORITY: Readonly<Record<string, TierPrices>> = {
  'gpt-5.4-mini': ['1.5', '0.15', '9'],
  'gpt-5.4': ['5', '0.5', '30'],
  'gpt-5.2': ['3.5', '0.35', '28'],
  'gpt-5.1': ['2.5', '0.25', '20'],
  'gpt-5': ['2.5', '0.25', '20'],
  'gpt-5-mini': ['0.45', '0.045', '3.6'],
  'gpt-4.1': ['3.5', '0.875', '14'],
  'gpt-4.1-mini': ['0.7', '0.175', '2.8'],
  'gpt-4.1-nano': ['0.2', '0.05', '0.8'],
  'gpt-4o': ['4.25', '2.125', '17'],
  'gpt-4o-2024-05-13': ['8.75', null, '26.25'],
  'gpt-4o-mini': ['0.25', '0.125', '1'],
};

const FLEX: Readonly<Record<string, TierPrices>> = {
  'gpt-5.2': ['0.875', '0.0875', '7'],
  'gpt-5.1': ['0.625', '0.0625', '5'],
  'gpt-5': ['0.625', '0.0625', '5'],
  'gpt-5-mini': ['0.125', '0.0125', '1'],
  'gpt-5-nano': ['0.025', '0.0025', '0.2'],
  o3: ['1', '0.25', '4'],
  'o4-mini': ['0.55', '0.138', '2.2'],
};

/** Start of these prices. */
const FLEX_PRICES = { from: '2025-08-07' };

/** Claude models with a surcharge for US-only inference: Opus 4.6 and later. */
const US_SURCHARGE = /^claude-(opus-4-[6-9]|sonnet-4-6|(opus|sonnet|haiku)-5|fable-)/;

/** OpenAI models released on or after 5 March 2026: they cost more in a region. */
const SINCE_MARCH_2026 = /^gpt-(5\.[4-9]|6|image-2|realtime-2|transcribe|chat-latest)/;

/**
 * The page excludes long context from priority; if a model has long context, the priority row ends at this number of
 * tokens.
 */
const LONG_CONTEXT = 272_000;

const SONAR_REQUESTS: Readonly<Record<string, readonly [low: string, medium: string, high: string]>> = {
  sonar: ['5', '8', '12'],
  'sonar-reasoning': ['5', '8', '12'],
  'sonar-pro': ['6', '10', '14'],
  'sonar-reasoning-pro': ['6', '10', '14'],
};

const DEEPSEEK_NEW_PRICES = '2026-08-17';
/** Since then weekends are off-peak. */
const DEEPSEEK_WEEKENDS = '2026-08-23T00:00:00+08:00';
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];
const HALF = decimal('0.5');

/** Start of the V3.1 prices. */
const DEEPSEEK_V31 = '2025-09-05T16:00:00Z';
const V41_FLASH = { from: '2026-09-09T16:00:00Z' };
const FLASH_PEAK = { input: '0.3', cache_read: '0.006', output: '1.2' };
const FLASH_ROWS: readonly CompactRow[] = [
  ...['09:00-12:00', '14:00-18:00'].map((window) => ({
    when: { date: V41_FLASH, time: { window, tz: 'Asia/Shanghai', days: WEEKDAYS } },
    prices: FLASH_PEAK,
  })),
  { when: { date: V41_FLASH }, prices: { input: '0.15', cache_read: '0.003', output: '0.6' } },
];

export const CORRECTIONS: readonly Correction[] = [
  {
    name: 'openai-priority',
    why: 'the source has no service tier',
    readFrom: 'openai.com/api-priority-processing, 2026-03',
    apply: (entry) => {
      const prices = entry.seller === 'openai' ? PRIORITY[entry.id] : undefined;
      return prices === undefined
        ? entry
        : { ...entry, rows: [...entry.rows, tierRow({ tier: 'priority' }, entry, prices)] };
    },
  },
  {
    name: 'openai-flex',
    why: 'the source has no service tier',
    readFrom: 'platform.openai.com/docs/pricing, 2026-03',
    apply: (entry) => {
      const prices = entry.seller === 'openai' ? FLEX[entry.id] : undefined;
      return prices === undefined
        ? entry
        : { ...entry, rows: [...entry.rows, tierRow({ tier: 'flex', date: FLEX_PRICES }, entry, prices)] };
    },
  },
  {
    name: 'openai-data-residency',
    why: 'the source has no region; at OpenAI the host determines it',
    readFrom: 'developers.openai.com/api/docs/guides/data-residency, 2026-11',
    apply: (entry) => {
      const when = { host: OPENAI_REGIONAL_HOSTS };
      const factor = { name: 'data residency', when, times: '1.1', on: 'tokens' as const };
      return entry.seller === 'openai' && SINCE_MARCH_2026.test(entry.id) ? { ...entry, factors: [factor] } : entry;
    },
  },
  {
    name: 'anthropic-us-inference',
    why: 'the source has no region',
    readFrom: 'platform.claude.com/docs/en/about-claude/pricing, 2026-04',
    apply: (entry) =>
      entry.seller === 'anthropic' && US_SURCHARGE.test(entry.id)
        ? { ...entry, factors: [{ name: 'US inference', when: { region: 'us' }, times: '1.1', on: 'tokens' }] }
        : entry,
  },
  {
    name: 'anthropic-batch',
    why: 'the source has no batch price: it is half of every token price, as the page states for every model',
    readFrom: 'docs.anthropic.com/en/docs/about-claude/pricing, 2026-06-17',
    apply: (entry) =>
      entry.seller === 'anthropic' ? { ...entry, rows: [...entry.rows, ...entry.rows.map(batchRow)] } : entry,
  },
  {
    name: 'deepseek-v4-peak',
    why: 'one row of the source cannot carry both a date and a daily window, nor days of the week',
    readFrom: "api-docs.deepseek.com/quick_start/pricing, by the source's own comment, 2026-09",
    apply: (entry) =>
      entry.seller === 'deepseek' && entry.id.startsWith('deepseek-v4-')
        ? { ...entry, rows: entry.rows.flatMap(peakRows) }
        : entry,
  },
  {
    name: 'deepseek-v4.1-flash',
    why: 'it replaced V4 Flash under the same name, at lower prices',
    readFrom:
      'api-docs.deepseek.com/quick_start/pricing, by github.com/yologdev/yoagent and dshworks/dsh-meter, 2026-10',
    apply: (entry) =>
      entry.seller === 'deepseek' && entry.id === 'deepseek-v4-flash'
        ? { ...entry, models: [...entry.models, 'deepseek-flash'], rows: [...FLASH_ROWS, ...entry.rows] }
        : entry,
  },
  {
    name: 'deepseek-before-v3.1',
    why: 'the source has no end date for the prices of V3 and R1; both names now refer to other models',
    readFrom: 'api-docs.deepseek.com/news/news250821, 2025-08',
    apply: (entry) =>
      entry.seller === 'deepseek' && /^deepseek-(chat|reasoner)$/.test(entry.id)
        ? { ...entry, rows: entry.rows.map((row) => ({ ...row, when: { ...row.when, date: { to: DEEPSEEK_V31 } } })) }
        : entry,
  },
  {
    name: 'openai-search-preview',
    why: 'each response includes a search, whose fee is missing in the source and in the usage',
    readFrom: 'platform.openai.com/docs/pricing, 2025-11',
    apply: (entry) => (entry.seller === 'openai' ? withoutModels(entry, /-search-preview/) : entry),
  },
  {
    name: 'groq-safeguard',
    why: 'the source has the price of the large model for the small one',
    readFrom: 'console.groq.com/docs/models, by github.com/braintrustdata/braintrust-proxy/issues/609, 2026',
    apply: (entry) => (entry.seller === 'groq' ? withoutModels(entry, /gpt-oss-safeguard/) : entry),
  },
  {
    name: 'bedrock-titan-embeddings',
    why: 'the source has the price of the first version for every version; the second costs a fifth of it',
    readFrom: 'aws.amazon.com/bedrock/pricing, 2025-11',
    apply: (entry) =>
      entry.seller === 'aws' && entry.id === 'amazon.titan-embed-text-v1'
        ? { ...entry, models: ['*amazon.titan-embed-text-v1*'] }
        : entry,
  },
  {
    name: 'mistral-large-latest',
    why: 'the source has the price of Mistral Large 2, no longer sold; the model behind the name is unknown',
    readFrom: 'docs.mistral.ai/getting-started/models, 2026-06',
    apply: (entry) =>
      entry.seller === 'mistral' && entry.id === 'mistral-large'
        ? withoutModels(entry, /^mistral-large(-latest)?$/)
        : entry,
  },
  {
    name: 'perplexity-request-fee',
    why: 'the source has the highest of three fees; the fee depends on the search context',
    readFrom: 'docs.perplexity.ai/getting-started/pricing, 2026-01',
    apply: (entry) => {
      const fees = entry.seller === 'perplexity' ? SONAR_REQUESTS[entry.id] : undefined;
      return fees === undefined ? entry : { ...entry, rows: entry.rows.flatMap((row) => feeRows(row, fees)) };
    },
  },
  {
    name: 'o3-launch-cached',
    why: "the source has today's cached price for the time before the price cut, when it was a quarter of $10",
    readFrom: 'openai.com/api/pricing, 2025-05',
    apply: (entry) =>
      entry.seller === 'openai' && entry.id === 'o3'
        ? { ...entry, rows: entry.rows.map((row) => (row.when?.date === undefined ? launchCached(row) : row)) }
        : entry,
  },
  {
    name: 'gpt-oss-is-not-sold-by-openai',
    why: "the source has OpenRouter's price of open weights under OpenAI, which does not serve them",
    readFrom: 'platform.openai.com/docs/pricing, 2026-03',
    apply: (entry) => (entry.seller === 'openai' && entry.id.startsWith('gpt-oss') ? null : entry),
  },
  ...AUDIO_CORRECTIONS,
  ...AZURE_CORRECTIONS,
  ...GOOGLE_CORRECTIONS,
  ...CLAUDE_PLATFORM_CORRECTIONS,
];

/** Models that cost nothing. The source marks them with an empty price, as it does for unknown prices. */
export const FREE = [
  { seller: 'openai', models: ['omni-moderation-latest', 'omni-moderation{date}', 'text-moderation-*'] },
  { seller: 'openrouter', models: ['*:free'] },
  { seller: 'google', models: ['gemma-3-*', 'gemma-3n-*', 'gemma-4-26b-a4b-it', 'gemma-4-31b-it'] },
];

function withoutModels(entry: CompactEntry, names: RegExp): CompactEntry | null {
  const models = entry.models.filter((name) => !names.test(name));
  if (models.length === entry.models.length) {
    return entry;
  }
  return models.length === 0 ? null : { ...entry, models };
}

function launchCached(row: CompactRow): CompactRow {
  return { ...row, prices: { ...row.prices, cache_read: '2.5' } };
}

function tierRow(tier: Conditions, entry: CompactEntry, [input, cached, output]: TierPrices): CompactRow {
  const long = entry.rows.some((row) => row.when?.context !== undefined);
  const when = long ? { ...tier, context: { lt: LONG_CONTEXT } } : tier;
  return { when, prices: { input, ...(cached === null ? {} : { cache_read: cached }), output, ...toolsOf(entry) } };
}

function toolsOf(entry: CompactEntry): Record<string, string> {
  const prices = entry.rows[0]?.prices ?? {};
  return Object.fromEntries(Object.entries(prices).filter(([meter]) => meter.endsWith('_search')));
}

function batchRow(row: CompactRow): CompactRow {
  const prices = Object.entries(row.prices).map(([meter, price]): [string, string] => [
    meter,
    meter.endsWith('_search') ? price : formatDecimal(times(decimal(price), HALF)),
  ]);
  return { when: { ...row.when, tier: 'batch', batch: ['true', 'false'] }, prices: Object.fromEntries(prices) };
}

/** UTC windows of the source → the seller's local time, which determines the weekend. */
const PEAK_IN_BEIJING: Readonly<Record<string, string>> = {
  '01:00-04:00': '09:00-12:00',
  '06:00-10:00': '14:00-18:00',
};

function peakRows(row: CompactRow): CompactRow[] {
  const window = PEAK_IN_BEIJING[row.when?.time?.window ?? ''];
  if (window === undefined) {
    return [row];
  }
  const time = { window, tz: 'Asia/Shanghai' };
  return [
    { ...row, when: { date: { from: DEEPSEEK_WEEKENDS }, time: { ...time, days: WEEKDAYS } } },
    { ...row, when: { date: { from: DEEPSEEK_NEW_PRICES, to: DEEPSEEK_WEEKENDS }, time } },
  ];
}

function feeRows(row: CompactRow, fees: readonly [string, string, string]): CompactRow[] {
  return (['low', 'medium', 'high'] as const).map((size, index) => ({
    when: { ...row.when, search_context: size },
    prices: { ...row.prices, request: fees[index] ?? '' },
  }));
}
