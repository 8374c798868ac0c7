import { plainCell, cellOf, type Cell, type NamedFactor } from './book/cells.ts';
import type { PriceBook } from './book/book.ts';
import { canonicalJson, sha256 } from './book/canonical.ts';
import type { SellDocument, SellModelDocument, SellRatios } from './book/document.ts';
import { matchesGlob } from './book/globs.ts';
import { PriceRow } from './book/row.ts';
import type { CallToPrice, PriceSource } from './call.ts';
import { decimal, divide, formatDecimal, times, type Decimal } from './decimal.ts';
import { isUnpriced, itemsOf, type Item } from './bill.ts';
import { POSSIBLY_BILLED, priceAt, type AttemptCost } from './attempt-cost.ts';
import type { CostState } from '@tokentrail/records';

/** The inputs of the charge. */
export interface Charge {
  state: CostState;
  reason: string | null;
  priced: { row: PriceRow; items: readonly Item[] } | null;
  origin: { source: PriceSource; version: string; hash: string } | null;
}

const NOT_SET = '-1';
const ONE = '1';
const DEFAULT_QUOTA_PER_USD = 500_000;
const RATIO_BASE_USD = decimal('2');

/** The attempt the caller is charged for: the one that responded, otherwise the last one that cost something. */
export function chargedAttempt(attempts: readonly AttemptCost[]): AttemptCost | undefined {
  return (
    attempts.findLast((cost) => cost.asked.state === 'success' && cost.billed !== 'no') ??
    attempts.findLast((cost) => cost.billed === 'yes') ??
    attempts.findLast((cost) => cost.billed === 'possibly')
  );
}

/** The sell price of a call, with the ratio but without the minimum. */
export function chargeBySell(
  call: CallToPrice,
  charged: AttemptCost,
  attempts: readonly AttemptCost[],
  sell: SellDocument,
  book: PriceBook,
): Charge {
  const base = sellPrice(call, charged, attempts, sell, book);
  // A free model stays free; any other charge for a possibly billed attempt depends on an unknown usage.
  if (charged.billed === 'possibly' && base.state !== 'free') {
    return { ...POSSIBLY_BILLED, origin: base.origin };
  }
  const ratio = ratioOf(call, sell);
  if (base.priced === null || ratio === null) {
    return base;
  }
  return { ...base, priced: { row: base.priced.row.scaled(ratio), items: base.priced.items } };
}

/**
 * The ratio to apply. A user's own ratio takes precedence over the group's; "-1" means not set; null if none is set or
 * it is 1. The factor does not name the user, because lines are visible in privacy mode too.
 */
export function ratioOf(call: CallToPrice, sell: SellDocument): NamedFactor | null {
  const own = valueOf(sell.users, call.user);
  if (own !== undefined && own !== NOT_SET) {
    return own === ONE ? null : { name: 'user', times: own };
  }
  const group = valueOf(sell.groups, call.group);
  return group === undefined || group === NOT_SET || group === ONE
    ? null
    : { name: `group ${call.group ?? ''}`, times: group };
}

/** The minimum charge in USD; null if the sell side has none. */
export function minimumOf(sell: SellDocument): Decimal | null {
  if (sell.minimum?.usd !== undefined) {
    return decimal(sell.minimum.usd);
  }
  return sell.minimum?.quota === undefined ? null : quotaToUsd(sell.minimum.quota, sell);
}

function quotaToUsd(quota: number, sell: SellDocument): Decimal {
  const perUsd = decimal(String(sell.quota_per_usd ?? DEFAULT_QUOTA_PER_USD));
  return divide(decimal(String(quota)), perUsd, 18);
}

function sellPrice(
  call: CallToPrice,
  charged: AttemptCost,
  attempts: readonly AttemptCost[],
  sell: SellDocument,
  book: PriceBook,
): Charge {
  const served = charged.asked.responseModel ?? charged.asked.model;
  const byServed = sell.price_by === 'served_model' || call.requestedModel === undefined;
  const name = (byServed ? served : call.requestedModel)?.toLowerCase();
  const own =
    name === undefined
      ? undefined
      : sell.models?.find((model) => model.models.some((pattern) => matchesGlob(pattern, name)));
  if (own !== undefined) {
    return priceByOwn(own, charged, book);
  }
  const soldByOwnName = byServed || name === charged.asked.model?.toLowerCase() || name === served?.toLowerCase();
  if (soldByOwnName || name === undefined) {
    return { ...charged, origin: charged.resolved };
  }
  return priceByName(name, call, charged, attempts, book);
}

/** The list price of the requested model, from the first seller of the attempts that has one. */
function priceByName(
  name: string,
  call: CallToPrice,
  charged: AttemptCost,
  attempts: readonly AttemptCost[],
  book: PriceBook,
): Charge {
  for (const { query } of [charged, ...attempts]) {
    const resolved = book.resolve({ ...query, models: [name] });
    if (resolved !== null) {
      const free = resolved.free ? { state: 'free' as const, reason: null, priced: null } : null;
      return { ...(free ?? priceAt(resolved, charged.used)), origin: resolved };
    }
  }
  return {
    state: 'unknown_price',
    reason: `no sell price for ${call.requestedModel ?? name}`,
    priced: null,
    origin: null,
  };
}

const ownRows = new WeakMap<SellModelDocument, { row: PriceRow; content: string; hash: string }>();

function priceByOwn(own: SellModelDocument, charged: AttemptCost, book: PriceBook): Charge {
  let known = ownRows.get(own);
  if (known === undefined) {
    const content = canonicalJson({ sell: own });
    known = { row: rowOf(own), content, hash: sha256(content) };
    ownRows.set(own, known);
  }
  const { content, hash, row } = known;
  const origin = { source: 'operator' as const, version: book.version, hash };
  book.note({ ...origin, id: `sell/${own.models[0] ?? ''}`, content });
  const items = itemsOf(charged.used, row);
  return isUnpriced(items)
    ? { state: items.state, reason: `${items.reason} (sell price)`, priced: null, origin }
    : { state: 'priced', reason: null, priced: { row, items }, origin };
}

function rowOf(own: SellModelDocument): PriceRow {
  const cells = own.ratios === undefined ? pricedCells(own) : ratioCells(own.ratios);
  return new PriceRow('sell', undefined, cells, { inherits: new Set(['reasoning']), atLeast: new Map() });
}

function pricedCells(own: SellModelDocument): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [meter, price] of Object.entries(own.prices ?? {})) {
    const cell = cellOf(price, [], 0);
    if (cell !== null) {
      cells.set(meter, cell);
    }
  }
  return cells;
}

/** Input costs model × $2/1M; output is that times `completion`, any other meter is that times its own ratio. */
function ratioCells(ratios: SellRatios): Map<string, Cell> {
  const input = times(RATIO_BASE_USD, decimal(ratios.model));
  const cells = new Map([['input', plainCell(formatDecimal(input), 1_000_000)]]);
  for (const [name, ratio] of Object.entries(ratios)) {
    if (name !== 'model' && ratio !== undefined) {
      cells.set(
        name === 'completion' ? 'output' : name,
        plainCell(formatDecimal(times(input, decimal(ratio))), 1_000_000),
      );
    }
  }
  return cells;
}

function valueOf(ratios: Record<string, string> | undefined, name: string | undefined): string | undefined {
  return ratios !== undefined && name !== undefined && Object.hasOwn(ratios, name) ? ratios[name] : undefined;
}
