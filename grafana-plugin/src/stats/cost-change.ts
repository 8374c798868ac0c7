import type { AmountTotal } from '@tokentrail/usage-store';

/** Relative change of a cost; null if it was 0 before, or if one of both is only a lower bound. */
export function costChange(now: AmountTotal, before: AmountTotal): number | null {
  return now.unknown + before.unknown > 0 || BigInt(before.nanoUsd) === 0n
    ? null
    : Number(now.nanoUsd) / Number(before.nanoUsd) - 1;
}
