import { formatDecimal, type Decimal } from '@tokentrail/pricing/decimal';
import { shift } from '../amounts.ts';
import type { ComparedCell, NamedDifference, Reconciliation } from '../join/result.ts';
import type { CallKind, LineKind } from '../lines.ts';
import { plainest, rangeOf, type Range } from './range.ts';

/** A price that the export implies beside ours, for one model × tier × kind. */
export interface PriceSuggestion {
  model: string;
  /** Empty if the export does not name tiers. */
  tier: string;
  kind: LineKind;
  /** USD per million tokens, or per search. Null if our calls had no one price. */
  ours: Decimal | null;
  /** Null if no one price accounts for all days. */
  implied: Decimal | null;
  /** First and last day of that price; null without a limit. */
  since: string | null;
  until: string | null;
}

/** What the price file calls a kind. */
const METERS: Readonly<Partial<Record<LineKind, string>>> = {
  input: 'input',
  cached: 'cache_read',
  written: 'cache_write',
  written_5m: 'cache_write:5m',
  written_1h: 'cache_write:1h',
  output: 'output',
  request: 'request',
  tool: 'web_search',
} satisfies Partial<Record<CallKind | 'written', string>>;

const MILLION_DIGITS = 6;

function digitsOf(kind: LineKind): number {
  return kind === 'tool' || kind === 'request' ? 0 : MILLION_DIGITS;
}

interface Group {
  first: NamedDifference;
  days: Set<string>;
}

/** The implied price of each series whose tokens match and whose money does not. */
export function suggestPrices(result: Reconciliation): PriceSuggestion[] {
  const groups = new Map<string, Group>();
  for (const difference of result.differences) {
    const { cause, model, tier, kind, day } = difference;
    if ((cause !== 'price' && cause !== 'price_change') || METERS[kind] === undefined) continue;
    const id = `${model}\t${tier}\t${kind}`;
    const group = groups.get(id) ?? { first: difference, days: new Set() };
    groups.set(id, group);
    group.days.add(day);
  }
  return [...groups.values()].map(({ first, days }) => {
    const { model, tier, kind, since, until } = first;
    const cells = result.cells.filter(
      (cell) => cell.model === model && cell.tier === tier && cell.kind === kind && days.has(cell.day),
    );
    return { model, tier, kind, since, until, implied: priceOf(cells, 'invoiced'), ours: priceOf(cells, 'recorded') };
  });
}

/** The plainest price per unit that accounts for the amounts of one side; null if there is none. */
function priceOf(cells: readonly ComparedCell[], side: 'invoiced' | 'recorded'): Decimal | null {
  const ranges = cells.flatMap((cell): Range[] => {
    const quantity = side === 'invoiced' ? cell.invoicedQuantity : cell.recordedQuantity;
    return quantity === null || quantity.units <= 0n ? [] : [rangeOf(cell[side], cell.tolerance, quantity)];
  });
  const [first] = cells;
  const price = plainest(ranges);
  return price === null || first === undefined ? null : shift(price, digitsOf(first.kind));
}

/**
 * The suggestions as a price file. An entry of a price file replaces the whole entry of the price list, so it also has our prices of the kinds
 * that match. The hosts are to be completed. Null if no price is implied.
 */
export function priceFileOf(result: Reconciliation, suggestions: readonly PriceSuggestion[]): string | null {
  const known = suggestions.filter((one) => one.implied !== null);
  if (known.length === 0) {
    return null;
  }
  const models = [...new Set(known.map((one) => one.model))];
  return [
    '# Prices implied by the invoice. Each entry replaces the whole entry of the price list: check it before use.',
    'schema: 1',
    'entries:',
    ...models.flatMap((model) => entryLines(result, known, model)),
    '',
  ].join('\n');
}

function entryLines(result: Reconciliation, known: readonly PriceSuggestion[], model: string): string[] {
  const own = known.filter((one) => one.model === model);
  const [first] = own;
  const valid = [
    ...(first?.since == null ? [] : [`from: ${first.since}T00:00:00Z`]),
    ...(first?.until == null ? [] : [`to: ${first.until}T23:59:59Z`]),
  ];
  const tiers = [...new Set(result.cells.filter((cell) => cell.model === model).map((cell) => cell.tier))].sort(
    standardFirst,
  );
  return [
    `  - id: ${text(`${result.provider}/${model}`)}`,
    `    seller: { hosts: ['*'], provider: ${text(result.provider)} }`,
    `    models: [${text(model)}]`,
    ...(valid.length === 0 ? [] : [`    valid: { ${valid.join(', ')} }`]),
    '    rows:',
    ...tiers.flatMap((tier) => rowLines(result, own, model, tier)),
  ];
}

function rowLines(result: Reconciliation, own: readonly PriceSuggestion[], model: string, tier: string): string[] {
  const cells = result.cells.filter((cell) => cell.model === model && cell.tier === tier);
  const prices = [...new Set(cells.map((cell) => cell.kind))].flatMap((kind) => {
    const meter = METERS[kind];
    const implied = own.find((one) => one.tier === tier && one.kind === kind)?.implied;
    const price =
      implied ??
      priceOf(
        cells.filter((cell) => cell.kind === kind),
        'recorded',
      );
    if (meter === undefined || price === null) {
      return [];
    }
    const per = digitsOf(kind) === 0 ? '' : ', per: 1000000';
    return [`          ${/[:]/.test(meter) ? text(meter) : meter}: { usd: ${text(formatDecimal(price))}${per} }`];
  });
  if (prices.length === 0) {
    return [];
  }
  const when =
    tier === ''
      ? []
      : [`        when: { tier: [${(tier === 'standard' ? ['default', tier] : [tier]).map(text).join(', ')}] }`];
  const [head = '', ...rest] = [...when, '        prices:', ...prices];
  return [head.replace('        ', '      - '), ...rest];
}

function standardFirst(a: string, b: string): number {
  return Number(b === 'standard') - Number(a === 'standard') || (a < b ? -1 : 1);
}

/** A text in JSON's quotes, which YAML reads too. */
function text(value: string): string {
  return JSON.stringify(value);
}
