import { respondingAttempts } from '@tokentrail/records';
import type { PriceBook } from './book/book.ts';
import type { SellDocument } from './book/document.ts';
import { matchesGlob } from './book/globs.ts';
import type { CallToPrice, PriceBasis, PricedAmount, PricedCall, PricedAttempt, PriceSource } from './call.ts';
import { compare, isZero, negate, plus, type Decimal } from './decimal.ts';
import { lineOf, writeFormula } from './formula.ts';
import { oneUnit, partOf, pricedPart, total, withoutPrice, type Part, type PricedItem } from './parts.ts';
import { chargeBySell, chargedAttempt, minimumOf } from './sell.ts';
import { billedOf, costOfAttempt, type AttemptCost } from './attempt-cost.ts';
import { countsOf } from '@tokentrail/usage';

/** Computes the cost of one call. Pure; never throws because of provider data. */
export function priceCall(call: CallToPrice, book: PriceBook): PricedCall {
  const attemptCosts: AttemptCost[] = [];
  const list: Part[] = [];
  const paid: Part[] = [];
  const attempts = call.attempts.map((attempt) => {
    const billed = billedOf(attempt);
    if (billed === null) {
      return null;
    }
    const cost = costOfAttempt(attempt, billed, book);
    const listPart = cost.priced === null ? withoutPrice(cost.state) : pricedPart(cost.priced);
    const paidPart = paidOf(cost, listPart, book);
    attemptCosts.push(cost);
    list.push(listPart);
    paid.push(paidPart);
    return new AttemptAmount(paidPart.amount, cost, book);
  });
  const charge = chargeOf(call, attemptCosts, paid, book);
  return {
    list: total(list),
    paid: total(paid),
    charged: charge.amount,
    attempts,
    lines: charge.items.map(lineOf),
    formula: charge.amount.state === 'priced' ? writeFormula(charge.items, charge.amount.nanoUsd ?? 0n) : null,
    source: charge.origin?.source ?? null,
    version: charge.origin?.version ?? null,
    entry: charge.origin?.hash ?? null,
    tier: charge.tier,
    reason: charge.reason ?? attemptCosts.find((cost) => cost.reason !== null)?.reason ?? null,
  };
}

/** The basis is built on demand, because pricing a call takes only a few microseconds. */
class AttemptAmount implements PricedAttempt {
  readonly nanoUsd: bigint | null;
  readonly state: PricedAmount['state'];
  readonly #cost: AttemptCost;
  readonly #book: PriceBook;

  constructor({ nanoUsd, state }: PricedAmount, cost: AttemptCost, book: PriceBook) {
    this.nanoUsd = nanoUsd;
    this.state = state;
    this.#cost = cost;
    this.#book = book;
  }

  basis(): PriceBasis {
    const { state, resolved, reported, priced, used, query } = this.#cost;
    const entry = state === 'priced' || state === 'free' ? resolved : null;
    return {
      meters: countsOf(used.usage, priced !== null),
      units: used.units,
      conditions: query.conditions,
      requestedTier: query.requestedTier,
      servedTier: query.servedTier,
      source: reported === null ? (entry?.source ?? null) : 'provider',
      entry: entry?.hash ?? null,
      tier: priced?.row.label ?? null,
      contract: priced === null ? null : (contractOf(this.#cost, this.#book) ?? null),
    };
  }
}

/** The cost that the provider reported, otherwise the list price with our contract factor. */
function paidOf(cost: AttemptCost, list: Part, book: PriceBook): Part {
  if (cost.reported !== null) {
    return partOf([oneUnit('reported', cost.reported)]);
  }
  const contract = cost.priced === null ? undefined : contractOf(cost, book);
  if (cost.priced === null || contract === undefined) {
    return list;
  }
  const row = cost.priced.row.scaled({ name: 'contract', times: contract });
  return pricedPart({ row, items: cost.priced.items });
}

function contractOf(cost: AttemptCost, book: PriceBook): string | undefined {
  if (cost.asked.priced !== undefined || book.buy.length === 0) {
    return cost.asked.priced?.contract;
  }
  const seller = cost.resolved?.seller;
  const model = (cost.asked.responseModel ?? cost.asked.model ?? '').toLowerCase();
  return book.buy.find(
    (factor) =>
      factor.seller === seller &&
      (factor.key === undefined || factor.key === cost.asked.keyName) &&
      (factor.models === undefined || factor.models.some((pattern) => matchesGlob(pattern, model))),
  )?.times;
}

interface ChargedAmount {
  amount: PricedAmount;
  items: readonly PricedItem[];
  origin: { source: PriceSource; version: string | null; hash: string | null } | null;
  tier: string | null;
  reason: string | null;
}

function chargeOf(
  call: CallToPrice,
  attemptCosts: readonly AttemptCost[],
  paid: readonly Part[],
  book: PriceBook,
): ChargedAmount {
  // Attempts are in the order of candidates, so the one that responded is not necessarily the last.
  const byStart = attemptCosts.toSorted((a, b) => a.asked.startUnixMs - b.asked.startUnixMs);
  const charged = chargedAttempt(byStart);
  if (charged === undefined) {
    return { amount: total([]), items: [], origin: null, tier: null, reason: null };
  }
  return book.sell === null
    ? chargeAsPaid(charged, attemptCosts, paid)
    : chargeAsSold(call, charged, byStart, book.sell, book);
}

/** Charges what is paid. Attempts that were possibly billed do not count if another attempt responded. */
function chargeAsPaid(
  charged: AttemptCost,
  attemptCosts: readonly AttemptCost[],
  paid: readonly Part[],
): ChargedAmount {
  const parts = paid.length === 1 ? paid : certainOf(paid, attemptCosts);
  const amount = total(parts);
  const { resolved, reported } = charged;
  return {
    amount,
    items: amount.state === 'priced' ? itemsOf(parts) : [],
    origin:
      reported === null
        ? resolved
        : { source: 'provider', version: resolved?.version ?? null, hash: resolved?.hash ?? null },
    tier: charged.priced?.row.label ?? null,
    reason: null,
  };
}

function itemsOf(parts: readonly Part[]): readonly PricedItem[] {
  return parts.length === 1 ? (parts[0]?.items ?? []) : parts.flatMap((part) => part.items);
}

function certainOf(paid: readonly Part[], attemptCosts: readonly AttemptCost[]): readonly Part[] {
  const certain = paid.filter((part, index) => part.state === 'priced' || attemptCosts[index]?.billed === 'yes');
  return certain.length === 0 ? paid : certain;
}

function chargeAsSold(
  call: CallToPrice,
  charged: AttemptCost,
  attemptCosts: readonly AttemptCost[],
  sell: SellDocument,
  book: PriceBook,
): ChargedAmount {
  const { last, before } = partsOfResponse(charged, attemptCosts);
  const charge = chargeBySell(call, last, attemptCosts, sell, book);
  const charges = [...before.map((part) => chargeBySell(call, part, attemptCosts, sell, book)), charge];
  const parts = charges.map(({ priced, state }) => (priced === null ? withoutPrice(state) : pricedPart(priced)));
  const amount = total(parts);
  const { origin } = charge;
  const reason = charges.find((one) => one.reason !== null)?.reason ?? null;
  if (amount.state !== 'priced') {
    return { amount, items: [], origin, tier: null, reason };
  }
  const part = withMinimum(partOf(itemsOf(parts)), minimumOf(sell));
  return { amount: part.amount, items: part.items, origin, tier: charge.priced?.row.label ?? null, reason };
}

/**
 * The charged attempt and the ones its response continues. They are one request, so a price per request counts once.
 */
function partsOfResponse(
  charged: AttemptCost,
  attemptCosts: readonly AttemptCost[],
): { last: AttemptCost; before: readonly AttemptCost[] } {
  const responding = respondingAttempts(attemptCosts, ({ asked }) => asked).filter(({ billed }) => billed !== 'no');
  if (responding.length < 2 || responding.at(-1) !== charged) {
    return { last: charged, before: [] };
  }
  const before = responding
    .slice(0, -1)
    .map((cost) => ({ ...cost, used: { ...cost.used, units: unitsWithoutRequest(cost) } }));
  return { last: charged, before };
}

function unitsWithoutRequest({ used }: AttemptCost): AttemptCost['used']['units'] {
  return { ...used.units, request: 0 };
}

/** Raises a charge above 0 to the minimum; the difference is a separate line. */
function withMinimum(part: Part, minimum: Decimal | null): Part {
  if (minimum === null || isZero(part.usd) || compare(part.usd, minimum) >= 0) {
    return part;
  }
  return partOf([...part.items, oneUnit('minimum', plus(minimum, negate(part.usd)))]);
}
