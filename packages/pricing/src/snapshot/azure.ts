import type { Conditions } from '../book/document.ts';
import { decimal, formatDecimal, times } from '../decimal.ts';
import {
  ASIA_DEARER,
  IN_REGIONS,
  IN_ZONES,
  type AzureModel,
  type ByRegion,
  type Tokens,
  type ZonedModel,
} from './azure-prices.ts';
import type { CompactEntry, CompactRow } from './compact.ts';
import type { Correction } from './correction.ts';

const PAGE = 'prices.azure.com/api/retail/prices, 2026-08';
const LATER_PAGE = 'prices.azure.com/api/retail/prices, by github.com/BerriAI/litellm, 2026-11';
const ONLY_GLOBAL: Readonly<Record<string, Tokens>> = { 'o3-pro': ['20', null, '80'] };
/** The condition holds for these values. The second stands for a type that no one stated (`ORDINARY`). */
const GLOBAL_OR_UNSTATED = ['global', 'unstated'];

/** OpenAI's models at Azure that the source does not have. Their prices need a stated type of deployment. */
export const AZURE_ENTRIES: readonly CompactEntry[] = [
  ...Object.entries(IN_REGIONS)
    .filter(([id]) => !id.startsWith('o'))
    .map(([id, model]) => entryOf(id, rowsOf(model))),
  ...Object.entries(IN_ZONES).map(([id, model]) =>
    entryOf(id, zonedRows(model), model.from === undefined ? PAGE : LATER_PAGE),
  ),
  ...Object.entries(ONLY_GLOBAL).map(([id, prices]) => entryOf(id, [rowOf({}, prices)])),
];

export const AZURE_CORRECTIONS: readonly Correction[] = [
  {
    name: 'azure-deployment-types',
    why: "the source has the global price only; it stays the o-series' price if no one stated another type",
    readFrom: PAGE,
    apply: (entry) => {
      const model = entry.seller === 'azure' ? IN_REGIONS[entry.id] : undefined;
      return model === undefined ? entry : { ...entry, rows: rowsOf(model, {}, GLOBAL_OR_UNSTATED) };
    },
  },
  {
    name: 'azure-embeddings',
    why: 'the source has the global price only, which stays the price if no one stated another type; regional prices are omitted',
    readFrom: PAGE,
    apply: (entry) =>
      entry.seller === 'azure' && /^(ada|text-embedding-3-.+)$/.test(entry.id)
        ? { ...entry, rows: entry.rows.flatMap(embeddingRows) }
        : entry,
  },
];

function embeddingRows({ prices }: CompactRow): CompactRow[] {
  const pricesTimes = (factor: string) =>
    Object.fromEntries(Object.entries(prices).map(([meter, price]) => [meter, multiply(price, factor)]));
  return [
    { when: { deployment: GLOBAL_OR_UNSTATED }, prices },
    ...ASIA_DEARER.map(([zones, factor]) => ({
      when: { deployment: 'data_zone', region: [...(zones ?? [])] },
      prices: pricesTimes(factor),
    })),
  ];
}

function entryOf(id: string, rows: CompactRow[], page = PAGE): CompactEntry {
  const models = /-20\d\d-/.test(id) ? [id] : [id, `${id}{date}`];
  return { seller: 'azure', id, models, rows, inherits: ['input_image'], read_from: page };
}

function zonedRows({ zones, global, long, from }: ZonedModel): CompactRow[] {
  const date = from === undefined ? {} : { date: { from } };
  const pricedAs = (tokens: Tokens, when: Conditions) =>
    rowsOf({ global: tokens, dataZone: zones.map(([names, factor]) => [names, scaled(tokens, factor)]) }, when);
  if (long === undefined) {
    return pricedAs(global, date);
  }
  const { context } = long;
  const below = 'gte' in context ? { lt: context.gte } : { lte: context.gt };
  return [...pricedAs(global, { ...date, context: below }), ...pricedAs(long.global, { ...date, context })];
}

function rowsOf(model: AzureModel, more: Conditions = {}, global: string | string[] = 'global'): CompactRow[] {
  const typed = (deployment: string, prices: readonly ByRegion[] = []) =>
    prices.map(([regions, tokens]) =>
      rowOf({ ...more, deployment, ...(regions !== null && { region: [...regions] }) }, tokens),
    );
  return [
    rowOf({ ...more, deployment: global }, model.global),
    ...typed('data_zone', model.dataZone),
    ...typed('regional', model.regional),
  ];
}

function rowOf(when: Conditions, [input, cached, output, written]: Tokens): CompactRow {
  const cache = {
    ...(cached !== null && { cache_read: cached }),
    ...(written !== undefined && { cache_write: written }),
  };
  const prices: Record<string, string> = { input, ...cache, output };
  return Object.keys(when).length === 0 ? { prices } : { when, prices };
}

function scaled([input, cached, output, written]: Tokens, factor: string): Tokens {
  const by = (price: string) => multiply(price, factor);
  const tokens = [by(input), cached === null ? null : by(cached), by(output)] as const;
  return written === undefined ? tokens : [...tokens, by(written)];
}

function multiply(price: string, factor: string): string {
  return formatDecimal(times(decimal(price), decimal(factor)));
}
