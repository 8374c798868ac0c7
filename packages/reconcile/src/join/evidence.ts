import { boundOf, least, magnitude, paidBound, type EvidenceName } from './cell.ts';
import type { Cause } from './causes.ts';
import { add, clamp, closeMoney, isClosed, type OpenCell } from './open-cell.ts';

/** Evidence of the ledger that bounds an amount, with the direction of the difference that it accounts for. */
const BOUNDED: readonly { evidence: EvidenceName; cause: Cause; more: 'export' | 'ledger' }[] = [
  { evidence: 'repeated', cause: 'doubled_calls', more: 'ledger' },
  { evidence: 'possiblyBilled', cause: 'possibly_billed', more: 'export' },
  { evidence: 'unknownUsage', cause: 'unknown_usage', more: 'export' },
];

/**
 * Accounts for differences by what the ledger knows of its own gaps. Each cause accounts for at most the quantity and the amount that its
 * attempts have.
 */
export function explainByEvidence(open: OpenCell): void {
  for (const { evidence, cause, more } of BOUNDED) {
    const paid = paidBound(open.cell, evidence);
    const sign = more === 'export' ? 1n : -1n;
    const differs =
      open.counts.length === 0 ? open.money * sign > 0n : open.counts.some(({ rest }) => rest * sign > 0n);
    if (!differs || isClosed(open) || open.money * sign < -open.tolerance) continue;
    let quantity = 0n;
    for (const one of open.counts) {
      const part = one.rest * sign > 0n ? sign * least(magnitude(one.rest), boundOf(one.count, evidence).quantity) : 0n;
      one.rest -= part;
      quantity += part;
    }
    if (quantity !== 0n || (open.counts.length === 0 && paid > 0n)) {
      const amount = clamp(open.money, paid + open.tolerance);
      closeMoney(open, cause, amount, { quantity: open.counts.length === 0 ? null : quantity });
    }
  }
  explainUnknownPrice(open);
}

/**
 * Usage without a price: quantities agree, and the export's amount for the part without a price is what is missing. If some of the usage has a
 * price, the rest is taken at the same price; if none has, all of the amount is the price.
 */
function explainUnknownPrice(open: OpenCell): void {
  const unpriced = open.counts.reduce((sum, { count }) => sum + count.unpriced, 0n);
  if (unpriced === 0n || open.money <= open.tolerance || open.counts.some(({ rest }) => rest !== 0n)) {
    return;
  }
  const recorded = open.counts.reduce((sum, { count }) => sum + count.recorded, 0n);
  const priced = recorded - unpriced;
  const isOnePrice = open.counts.length === 1 && priced > 0n && open.cell.recorded > 0n;
  const bound = isOnePrice ? (open.cell.recorded * unpriced) / priced + open.tolerance : open.money;
  const amount = clamp(open.money, bound + 1n);
  open.money -= amount;
  add(open, { cause: 'unknown_price', amount, quantity: unpriced });
}
