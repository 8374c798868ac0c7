import { evaluateFormula, recompute } from '@tokentrail/pricing/recorded';
import type { UsageRecord } from '@tokentrail/records';

/** Whether a part of the calculation gives the recorded charge. Amounts are integers of nano-USD in decimal digits. */
export type PartCheck =
  | { result: 'equal' }
  /** `by`: what it gives minus the charge. */
  | { result: 'differs'; nanoUsd: string; by: string }
  /** It cannot be evaluated. */
  | { result: 'unreadable' };

export interface ChargeCheck {
  /** Null if there is none. */
  formula: PartCheck | null;
  lines: PartCheck | null;
}

/** Computes the charge again, from the formula and from the lines, in exact arithmetic. Null if no charge is known. */
export function checkCharge({ cost, costFormula, costLines }: UsageRecord): ChargeCheck | null {
  const { nanoUsd, state } = cost.charged;
  if (nanoUsd === null || state !== 'priced') {
    return null;
  }
  const formula = costFormula === null ? null : evaluateFormula(costFormula);
  return {
    formula: costFormula === null ? null : compared(formula?.nanoUsd ?? null, nanoUsd),
    lines: costLines.length === 0 ? null : compared(recompute(costLines).nanoUsd, nanoUsd),
  };
}

function compared(computed: bigint | null, charged: string): PartCheck {
  if (computed === null) {
    return { result: 'unreadable' };
  }
  const by = computed - BigInt(charged);
  return by === 0n ? { result: 'equal' } : { result: 'differs', nanoUsd: String(computed), by: String(by) };
}
