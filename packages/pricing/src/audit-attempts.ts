import type { Attempt, UsageRecord } from '@tokentrail/records';
import { PriceBook } from './book/book.ts';
import type { PricedAmount } from './call.ts';
import { priceCall } from './price.ts';
import { recordedCall, storedEntry, type ContentOf } from './recorded-call.ts';

export interface AmountCheck {
  of: 'list' | 'paid' | 'charged';
  /** Difference from the correct amount, nano-USD. */
  off: bigint;
  finding?: string;
}

const NO_PRICES = new PriceBook([]);

/**
 * Reprices each attempt from the price entry and usage it records, and compares the result with its amount and with
 * the totals of the call.
 */
export function checkAttempts(record: UsageRecord, attempts: readonly Attempt[], contentOf: ContentOf): AmountCheck[] {
  const repriced = priceCall(recordedCall(record, attempts, contentOf), NO_PRICES);
  const { list, paid } = record.cost;
  const sentAttempts = attempts.map((attempt, position) =>
    checkAttempt(attempt, repriced.attempts[position] ?? null, contentOf),
  );
  return [
    ...sentAttempts.flat(),
    ...checkTotal('list', repriced.list, list.nanoUsd),
    // Provider-reported costs are rounded per attempt, so their sum is not exact.
    ...(attempts.some(({ priceSource }) => priceSource === 'provider')
      ? []
      : checkTotal('paid', repriced.paid, paid.nanoUsd)),
  ];
}

function checkAttempt(attempt: Attempt, repriced: PricedAmount | null, contentOf: ContentOf): AmountCheck[] {
  const { priceEntry, priceSource, paidNanoUsd } = attempt;
  const name = `attempt ${attempt.index + 1}.${attempt.retry + 1}`;
  if (priceEntry === undefined) {
    const unproved = paidNanoUsd !== undefined && paidNanoUsd !== '0' && priceSource !== 'provider';
    return unproved ? [{ of: 'paid', off: 0n, finding: `${name} has a paid amount but names no price entry` }] : [];
  }
  if (storedEntry(priceEntry, priceSource, contentOf(priceEntry)) === null) {
    return [{ of: 'paid', off: 0n, finding: `${name}: the ledger has no price entry with the hash ${priceEntry}` }];
  }
  if (repriced === null || repriced.nanoUsd === null) {
    return [{ of: 'paid', off: 0n, finding: `${name} names a price entry that has no price for it` }];
  }
  const off = magnitude(repriced.nanoUsd - toBigInt(paidNanoUsd));
  return off === 0n && paidNanoUsd !== undefined
    ? []
    : [
        {
          of: 'paid',
          off,
          finding: `${name} costs ${String(repriced.nanoUsd)} by its own price entry, but the record says ${paidNanoUsd}`,
        },
      ];
}

function checkTotal(of: 'list' | 'paid', repriced: PricedAmount, stated: string | null): AmountCheck[] {
  if (repriced.state !== 'priced' || repriced.nanoUsd === null || stated === null) {
    return [];
  }
  const off = magnitude(repriced.nanoUsd - toBigInt(stated));
  return off === 0n
    ? []
    : [{ of, off, finding: `the attempts cost ${String(repriced.nanoUsd)} (${of}), but the record says ${stated}` }];
}

function toBigInt(text: string | undefined): bigint {
  return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : 0n;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
