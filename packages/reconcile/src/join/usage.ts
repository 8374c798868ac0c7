import { magnitude } from './cell.ts';
import type { Cause } from './causes.ts';
import { add, clamp, closeAll, closeMoney, isClosed, isMoneyClosed, openQuantity, type OpenCell } from './open-cell.ts';
import type { Table } from './table.ts';

/** Names what is in the export and has no row in the ledger at all. */
export function nameUnrecorded(open: OpenCell, table: Table): void {
  const { cell } = open;
  if (!cell.hasLedger && !isClosed(open)) {
    if (cell.key !== '' && !table.ledgerKeys.has(cell.key)) {
      closeAll(open, 'unrecorded_key');
    } else if (cell.model !== '' && !table.ledgerModels.has(cell.model)) {
      closeAll(open, 'unrecorded_model');
    }
  }
  nameUnrecordedKeys(open, table);
}

/** Keys that only quantities name: each gets the share of the cell's amount that its quantity has. */
function nameUnrecordedKeys(open: OpenCell, table: Table): void {
  const invoiced = open.counts.reduce((sum, { count }) => sum + count.invoiced, 0n);
  for (const one of open.counts) {
    const { count, rest } = one;
    if (rest <= 0n || table.ledgerKeys.has(count.key) || !table.grain.quantityByKey) continue;
    const share = clamp((open.cell.invoiced * rest) / invoiced, magnitude(open.money));
    const amount = open.money <= 0n ? 0n : magnitude(open.money - share) <= open.tolerance ? open.money : share;
    one.rest = 0n;
    closeMoney(open, 'unrecorded_key', amount, { quantity: rest, key: count.key });
  }
}

/** Names a difference on a day that the export has no rows for. */
export function nameAbsentDay(open: OpenCell, table: Table, lastDay: string): void {
  const { day } = open.cell;
  if (table.exportDays.has(day) || isClosed(open)) {
    return;
  }
  closeAll(open, day > lastDay ? 'not_yet_exported' : 'day_missing');
}

/**
 * Names a difference in quantities that nothing accounts for. Its amount is that of the missing quantity at the ledger's own price;
 * what then remains of the money is left open.
 */
export function nameUsage(open: OpenCell): void {
  const quantity = openQuantity(open);
  if (quantity === null || open.counts.every(({ rest }) => rest === 0n)) {
    return;
  }
  const cause = causeOf(open, quantity);
  const amount = amountOf(open, quantity);
  for (const one of open.counts) one.rest = 0n;
  open.money -= amount;
  add(open, { cause, amount, quantity });
}

function causeOf(open: OpenCell, quantity: bigint): Cause {
  if (quantity < 0n || (quantity === 0n && open.money < 0n)) {
    return 'not_invoiced';
  }
  const [first] = open.counts;
  const times = first === undefined || first.count.recorded === 0n ? 0n : first.count.invoiced / first.count.recorded;
  const isMultiple =
    times >= 2n && open.counts.every(({ count }) => count.invoiced === times * count.recorded && count.recorded > 0n);
  return isMultiple ? 'billed_twice' : 'missing_calls';
}

function amountOf(open: OpenCell, quantity: bigint): bigint {
  const [only] = open.counts;
  const priced = only === undefined ? 0n : only.count.recorded - only.count.unpriced;
  if (open.counts.length !== 1 || priced <= 0n) {
    return quantity > 0n === open.money > 0n ? open.money : 0n;
  }
  const share = (open.cell.recorded * quantity) / priced;
  // The ledger's price is rounded too, so a small rest is part of it.
  const room = open.tolerance + magnitude(open.money) / 1_000_000_000n;
  if (magnitude(open.money - share) <= room) {
    return open.money;
  }
  return share > 0n === open.money > 0n ? clamp(share, magnitude(open.money)) : 0n;
}

/** Names a difference of amounts without quantities, after no price accounts for it. */
export function nameAmount(open: OpenCell): void {
  if (!isMoneyClosed(open)) {
    closeMoney(open, open.money > 0n ? 'missing_calls' : 'not_invoiced', open.money);
  }
}
