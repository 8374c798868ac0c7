import type { Amount, Attempt, CostLine, UsageRecord } from '@tokentrail/records';
import type { PriceBook } from './book/book.ts';
import type { PricedAmount, PricedCall } from './call.ts';
import { withPrice } from './priced-attempt.ts';
import { recordedCall, storedEntry, type ContentOf } from './recorded-call.ts';
import { priceCall } from './price.ts';

/** What a later pricing puts in the place of what a record says of its money; all else of the record stays. */
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

/** The fill, or why an unknown amount stays unknown: a sentence for people. */
export type RepriceResult = { reprice: Repriced } | { left: string };

const AMOUNTS = ['list', 'paid', 'charged'] as const;

/**
 * Prices what is unknown of a call by `book`: null where nothing is. What has an amount keeps it, and so does a try that
 * has a price; so a fill only ever adds.
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
  // The ledger takes a later price of a row once (`readEndedRows`): said here, rather than counted as one to come.
  if (typeof record.repricedBy === 'string') {
    return { left: 'it was priced later before, and a row is once' };
  }
  const lacking = whatIsLacking(attempts, contentOf);
  if (lacking !== null) {
    return { left: lacking };
  }
  const priced = priceCall(recordedCall(record, attempts, contentOf), book);
  const hidden = mayHideItsUser(record, book);
  const cost = {
    list: repriced(record.cost.list, priced.list),
    paid: repriced(record.cost.paid, priced.paid),
    charged: hidden ? record.cost.charged : repriced(record.cost.charged, priced.charged),
  };
  if (AMOUNTS.every((name) => cost[name] === record.cost[name])) {
    return { left: priced.reason ?? (hidden ? HIDDEN_USER : 'no amount of it became known') };
  }
  return { reprice: { cost, ...chargeOf(record, cost.charged, priced), attempts: attemptsOf(attempts, priced) } };
}

/** Whether a call that has ended has an amount that a price could make known. */
export function hasUnknownAmount({ recordType, state, cost }: UsageRecord): boolean {
  const ended = state === 'success' || state === 'failed' || state === 'cancelled';
  return recordType === 'usage' && ended && AMOUNTS.some((name) => isUnknown(cost[name]));
}

function isUnknown({ state }: Amount): boolean {
  return state === 'unknown_price' || state === 'unknown_usage';
}

const HIDDEN_USER = 'users have ratios of their own, and the record does not tell which user it was';
/** As privacy mode writes one. */
const PSEUDONYM = /^[0-9a-f]{16}$/;

/** Without its user, or under a pseudonym, a call may have a ratio that cannot be found. */
function mayHideItsUser({ userId }: UsageRecord, { sell }: PriceBook): boolean {
  const users = sell?.users ?? {};
  const isReported = userId !== null && (Object.hasOwn(users, userId) || !PSEUDONYM.test(userId));
  return Object.keys(users).length > 0 && !isReported;
}

/** Nothing but a price may be lacking: what a try used, and the price entries of those that have a price, must be there. */
function whatIsLacking(attempts: readonly Attempt[], contentOf: ContentOf): string | null {
  const billed = attempts.filter((attempt) => attempt.billed === 'yes' || attempt.billed === 'possibly');
  if (billed.length === 0) {
    return 'no try of it tells what was used';
  }
  for (const { priceEntry, priceSource, paidNanoUsd, meters, units, billed: how } of billed) {
    if (priceEntry !== undefined && storedEntry(priceEntry, priceSource, contentOf(priceEntry)) === null) {
      return 'the price entry of a try is not in the ledger';
    }
    if (priceEntry === undefined && paidNanoUsd !== undefined && priceSource !== 'provider') {
      return 'a try was priced, and names no price entry';
    }
    if (how === 'yes' && meters === undefined && units === undefined) {
      return 'a try that was billed does not tell what it used';
    }
  }
  return null;
}

/** What is known stays; the ledger's amounts are Int64. */
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
    // A try that had a price has it from a version that the row names.
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
