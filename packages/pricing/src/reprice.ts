import type { Amount, Attempt, CostLine, UsageRecord } from '@tokentrail/records';
import type { PriceBook } from './book/book.ts';
import type { PricedAmount, PricedCall } from './call.ts';
import { withPrice } from './priced-attempt.ts';
import { recordedCall, storedEntry, type ContentOf } from './recorded-call.ts';
import { priceCall } from './price.ts';

/** The cost fields of a record after repricing; all other fields stay. */
export interface Repriced {
  cost: UsageRecord['cost'];
  costLines: CostLine[];
  costFormula: string | null;
  priceSource: string | null;
  priceVersion: string | null;
  priceEntry: string | null;
  priceTier: string | null;
  attempts: Attempt[];
}

/** The new price, or the reason why an unknown amount stays unknown, as a sentence for people. */
export type RepriceResult = { reprice: Repriced } | { left: string };

const AMOUNTS = ['list', 'paid', 'charged'] as const;

/**
 * Prices the unknown amounts of a call with `book`; null if none is unknown. Known amounts and priced attempts stay as
 * they are, so repricing only adds amounts.
 */
export function repriceRecord(
  record: UsageRecord,
  attempts: readonly Attempt[],
  contentOf: ContentOf,
  book: PriceBook,
): RepriceResult | null {
  if (!hasUnknownAmount(record)) {
    return null;
  }
  // The ledger accepts one repricing per row (`readEndedRows`), so a second one is reported here.
  if (typeof record.repricedBy === 'string') {
    return { left: 'the record was repriced before, and a record can be repriced only once' };
  }
  const missing = findMissing(attempts, contentOf);
  if (missing !== null) {
    return { left: missing };
  }
  const priced = priceCall(recordedCall(record, attempts, contentOf), book);
  const userUnknown = mayHaveUnknownUser(record, book);
  const cost = {
    list: repriced(record.cost.list, priced.list),
    paid: repriced(record.cost.paid, priced.paid),
    charged: userUnknown ? record.cost.charged : repriced(record.cost.charged, priced.charged),
  };
  if (AMOUNTS.every((name) => cost[name] === record.cost[name])) {
    return { left: priced.reason ?? (userUnknown ? USER_UNKNOWN : 'none of its amounts became known') };
  }
  return { reprice: { cost, ...chargeOf(record, cost.charged, priced), attempts: attemptsOf(attempts, priced) } };
}

/** Whether an ended call has an amount that a price could make known. */
export function hasUnknownAmount({ recordType, state, cost }: UsageRecord): boolean {
  const ended = state === 'success' || state === 'failed' || state === 'cancelled';
  return recordType === 'usage' && ended && AMOUNTS.some((name) => isUnknown(cost[name]));
}

function isUnknown({ state }: Amount): boolean {
  return state === 'unknown_price' || state === 'unknown_usage';
}

const USER_UNKNOWN = 'users have their own ratios, and the record does not name the user';
/** The form of a user pseudonym in privacy mode. */
const PSEUDONYM = /^[0-9a-f]{16}$/;

/** A call without a user, or with a pseudonym, may have a user ratio that cannot be looked up. */
function mayHaveUnknownUser({ userId }: UsageRecord, { sell }: PriceBook): boolean {
  const users = sell?.users ?? {};
  const isNamed = userId !== null && (Object.hasOwn(users, userId) || !PSEUDONYM.test(userId));
  return Object.keys(users).length > 0 && !isNamed;
}

/**
 * Only a price may be missing: the usage of each attempt, and the price entries of priced attempts, must be present.
 * Returns what is missing.
 */
function findMissing(attempts: readonly Attempt[], contentOf: ContentOf): string | null {
  const billed = attempts.filter((attempt) => attempt.billed === 'yes' || attempt.billed === 'possibly');
  if (billed.length === 0) {
    return 'none of its attempts reports any usage';
  }
  for (const { priceEntry, priceSource, paidNanoUsd, meters, units, billed: billing } of billed) {
    if (priceEntry !== undefined && storedEntry(priceEntry, priceSource, contentOf(priceEntry)) === null) {
      return 'the price entry of an attempt is not in the ledger';
    }
    if (priceEntry === undefined && paidNanoUsd !== undefined && priceSource !== 'provider') {
      return 'an attempt was priced but names no price entry';
    }
    if (billing === 'yes' && meters === undefined && units === undefined) {
      return 'a billed attempt does not report its usage';
    }
  }
  return null;
}

/** Known amounts stay. Amounts beyond Int64 do not fit the ledger and stay unknown. */
function repriced(before: Amount, { nanoUsd, state }: PricedAmount): Amount {
  const isKnown = nanoUsd !== null && BigInt.asIntN(64, nanoUsd) === nanoUsd;
  return isUnknown(before) && isKnown ? { nanoUsd: String(nanoUsd), state } : before;
}

type Charge = Omit<Repriced, 'cost' | 'attempts'>;

function chargeOf(record: UsageRecord, charged: Amount, priced: PricedCall): Charge {
  if (charged === record.cost.charged) {
    const { costLines, costFormula, priceSource, priceVersion, priceEntry, priceTier } = record;
    return { costLines, costFormula, priceSource, priceVersion, priceEntry, priceTier };
  }
  return {
    costLines: [...priced.lines],
    costFormula: priced.formula,
    priceSource: priced.source,
    // If all attempts already had a price, it comes from the version that the row names.
    priceVersion: priced.version === '' ? record.priceVersion : priced.version,
    priceEntry: priced.entry,
    priceTier: priced.tier,
  };
}

function attemptsOf(attempts: readonly Attempt[], priced: PricedCall): Attempt[] {
  return attempts.map((attempt, index) =>
    attempt.priceEntry === undefined ? withPrice(attempt, priced.attempts[index]) : attempt,
  );
}
