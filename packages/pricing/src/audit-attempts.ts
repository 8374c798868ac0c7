import type { Attempt, UsageRecord } from '@tokentrail/records';
import { PriceBook } from './book/book.ts';
import type { PricedAmount } from './call.ts';
import { priceCall } from './price.ts';
import { recordedCall, storedEntry, type ContentOf } from './recorded-call.ts';

export interface AmountCheck {
  of: 'list' | 'paid' | 'charged';
  /** By how much it is off, nano-USD. */
  off: bigint;
  finding?: string;
}

const NO_PRICES = new PriceBook([]);

/**
 * Prices each try again, at the entry that it names and from what it says of itself, and holds its amount and the call's
 * against that.
 */
export function checkAttempts(record: UsageRecord, attempts: readonly Attempt[], contentOf: ContentOf): AmountCheck[] {
  const again = priceCall(recordedCall(record, attempts, contentOf), NO_PRICES);
  const { list, paid } = record.cost;
  const sentAttempts = attempts.map((attempt, position) =>
    checkAttempt(attempt, again.attempts[position] ?? null, contentOf),
  );
  return [
    ...sentAttempts.flat(),
    ...checkTotal('list', again.list, list.nanoUsd),
    // What a provider said it cost is rounded with its try: the sum of such is no exact one.
    ...(attempts.some(({ priceSource }) => priceSource === 'provider')
      ? []
      : checkTotal('paid', again.paid, paid.nanoUsd)),
  ];
}

function checkAttempt(attempt: Attempt, again: PricedAmount | null, contentOf: ContentOf): AmountCheck[] {
  const { priceEntry, priceSource, paidNanoUsd } = attempt;
  const name = `attempt ${attempt.index + 1}.${attempt.retry + 1}`;
  if (priceEntry === undefined) {
    const unproved = paidNanoUsd !== undefined && paidNanoUsd !== '0' && priceSource !== 'provider';
    return unproved ? [{ of: 'paid', off: 0n, finding: `${name} was paid, and names no price entry` }] : [];
  }
  if (storedEntry(priceEntry, priceSource, contentOf(priceEntry)) === null) {
    return [
      { of: 'paid', off: 0n, finding: `${name}: price entry ${priceEntry} is not in the ledger as what its hash says` },
    ];
  }
  if (again === null || again.nanoUsd === null) {
    return [{ of: 'paid', off: 0n, finding: `${name} names a price entry that gives no price for it` }];
  }
  const off = magnitude(again.nanoUsd - toBigInt(paidNanoUsd));
  return off === 0n && paidNanoUsd !== undefined
    ? []
    : [
        {
          of: 'paid',
          off,
          finding: `${name} comes to ${String(again.nanoUsd)} at its own price entry, not to ${paidNanoUsd}`,
        },
      ];
}

function checkTotal(of: 'list' | 'paid', again: PricedAmount, stated: string | null): AmountCheck[] {
  if (again.state !== 'priced' || again.nanoUsd === null || stated === null) {
    return [];
  }
  const off = magnitude(again.nanoUsd - toBigInt(stated));
  return off === 0n
    ? []
    : [{ of, off, finding: `the tries come to ${String(again.nanoUsd)} of ${of}, not to ${stated}` }];
}

function toBigInt(text: string | undefined): bigint {
  return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : 0n;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
