import type { AmountTotal } from '../figures.ts';

export function compare<T extends string | bigint>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The order of texts in stores. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

export function amountTotal(amounts: readonly (string | null)[]): AmountTotal {
  return {
    nanoUsd: String(amounts.reduce((total, amount) => total + BigInt(amount ?? 0), 0n)),
    unknown: amounts.filter((amount) => amount === null).length,
  };
}
