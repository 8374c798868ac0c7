import type { CostState } from '@tokentrail/records';
import type { PriceBook } from './book/book.ts';
import type { SellDocument } from './book/document.ts';
import { bareCell } from './book/cells.ts';
import { matchesGlob } from './book/globs.ts';
import type { PriceRow } from './book/row.ts';
import type { CallToPrice, PricedAmount, PricedCall, PriceSource } from './call.ts';
import { compare, formatDecimal, isZero, negate, plus, times, toNano, ZERO, type Decimal } from './decimal.ts';
import { lineOf, writeFormula, type PricedItem } from './formula.ts';
import { chargeBySell, chargedTry, minimumOf } from './sell.ts';
import { billedOf, costOfTry, type TryCost } from './try-cost.ts';

/** What one call costs: pure, never throws over what a provider sent. */
export function priceCall(call: CallToPrice, book: PriceBook): PricedCall {
  const costs: (TryCost | null)[] = call.tries.map((attempt) => {
    const billed = billedOf(attempt);
    return billed === null ? null : costOfTry(attempt, billed, book);
  });
  const tried = costs.filter((cost) => cost !== null);
  const paidParts = tried.map((cost) => paidOf(cost, book));
  const paid = total(paidParts);
  const charge = chargeOf(call, tried, paidParts, book);
  return {
    list: total(tried.map(listOf)),
    paid,
    charged: charge.amount,
    tries: costs.map((cost) => (cost === null ? null : total([paidParts[tried.indexOf(cost)] ?? listOf(cost)]))),
    lines: charge.items.map(lineOf),
    formula: charge.amount.state === 'priced' ? writeFormula(charge.items, charge.amount.nanoUsd ?? 0n) : null,
    source: charge.origin?.source ?? null,
    version: charge.origin?.version ?? null,
    entry: charge.origin?.hash ?? null,
    tier: charge.tier,
    reason: charge.reason ?? tried.find((cost) => cost.reason !== null)?.reason ?? null,
  };
}

/** A share of an amount, exact. */
interface Part {
  state: CostState;
  usd: Decimal;
  items: readonly PricedItem[];
}

function listOf(cost: TryCost): Part {
  return cost.priced === null ? bare(cost.state) : pricedPart(cost.priced.row, cost.priced);
}

/** What the provider said it cost; else the list price at our contract's factor. */
function paidOf(cost: TryCost, book: PriceBook): Part {
  if (cost.reported !== null && cost.billed !== 'no') {
    return partOf([single('reported', cost.reported)]);
  }
  if (cost.priced === null) {
    return bare(cost.state);
  }
  const contract = book.buy.length === 0 ? undefined : contractOf(cost, book);
  const row = contract === undefined ? cost.priced.row : cost.priced.row.scaled({ name: 'contract', times: contract });
  return pricedPart(row, cost.priced);
}

function pricedPart(row: PriceRow, priced: NonNullable<TryCost['priced']>): Part {
  return partOf(priced.items.map((item) => ({ item, cell: cellIn(row, item.meter) })));
}

function partOf(items: readonly PricedItem[]): Part {
  const usd = items.reduce((sum, { item, cell }) => plus(sum, times(item.quantity, cell.usdPerUnit)), ZERO);
  return { state: 'priced', usd, items };
}

function cellIn(row: PriceRow, meter: string): PricedItem['cell'] {
  const cell = row.cell(meter);
  if (cell === undefined) {
    throw new Error(`an item of ${meter} was made without a price`);
  }
  return cell;
}

function bare(state: CostState): Part {
  return { state, usd: ZERO, items: [] };
}

/** One unit of `meter` at `usd`. */
function single(meter: string, usd: Decimal): PricedItem {
  return { item: { meter, quantity: { units: 1n, scale: 0 }, terms: [1] }, cell: bareCell(formatDecimal(usd), 1) };
}

function contractOf(cost: TryCost, book: PriceBook): string | undefined {
  const seller = cost.resolved?.seller;
  const model = (cost.asked.responseModel ?? cost.asked.model ?? '').toLowerCase();
  return book.buy.find(
    (factor) =>
      factor.seller === seller &&
      (factor.key === undefined || factor.key === cost.asked.keyName) &&
      (factor.models === undefined || factor.models.some((pattern) => matchesGlob(pattern, model))),
  )?.times;
}

// The first of these that any part is in is the state of the whole.
const STATES_BY_WEIGHT = ['unknown_usage', 'unknown_price', 'priced', 'free', 'not_billed'] as const;

function total(parts: readonly Part[]): PricedAmount {
  const state = STATES_BY_WEIGHT.find((candidate) => parts.some((part) => part.state === candidate)) ?? 'not_billed';
  const known = state !== 'unknown_usage' && state !== 'unknown_price';
  return { state, nanoUsd: known ? toNano(parts.reduce((sum, part) => plus(sum, part.usd), ZERO)) : null };
}

interface ChargedAmount {
  amount: PricedAmount;
  items: readonly PricedItem[];
  origin: { source: PriceSource; version: string; hash: string | null } | null;
  tier: string | null;
  reason: string | null;
}

function chargeOf(call: CallToPrice, tried: readonly TryCost[], paid: readonly Part[], book: PriceBook): ChargedAmount {
  const charged = chargedTry(tried);
  if (charged === undefined) {
    return { amount: total([]), items: [], origin: null, tier: null, reason: null };
  }
  return book.sell === null ? chargeAsPaid(charged, tried, paid) : chargeAsSold(call, charged, tried, book.sell, book);
}

/** Tries that may or may not have been billed are the provider's affair as long as another one answered. */
function chargeAsPaid(charged: TryCost, tried: readonly TryCost[], paid: readonly Part[]): ChargedAmount {
  const certain = paid.filter((part, index) => part.state === 'priced' || tried[index]?.billed === 'yes');
  const parts = certain.length === 0 ? paid : certain;
  const amount = total(parts);
  const reported = charged.reported !== null;
  return {
    amount,
    items: amount.state === 'priced' ? parts.flatMap((part) => part.items) : [],
    origin: reported
      ? { source: 'provider', version: charged.resolved?.version ?? '', hash: charged.resolved?.hash ?? null }
      : charged.resolved,
    tier: charged.priced?.row.label ?? null,
    reason: null,
  };
}

function chargeAsSold(
  call: CallToPrice,
  charged: TryCost,
  tried: readonly TryCost[],
  sell: SellDocument,
  book: PriceBook,
): ChargedAmount {
  const charge = chargeBySell(call, charged, tried, sell, book);
  const { origin, reason } = charge;
  if (charge.priced === null) {
    return { amount: total([bare(charge.state)]), items: [], origin, tier: null, reason };
  }
  const part = withMinimum(pricedPart(charge.priced.row, charge.priced), minimumOf(sell));
  return { amount: total([part]), items: part.items, origin, tier: charge.priced.row.label, reason };
}

/** What costs anything costs at least the minimum; the difference is a line of its own. */
function withMinimum(part: Part, minimum: Decimal | null): Part {
  if (minimum === null || isZero(part.usd) || compare(part.usd, minimum) >= 0) {
    return part;
  }
  return partOf([...part.items, single('minimum', plus(minimum, negate(part.usd)))]);
}
