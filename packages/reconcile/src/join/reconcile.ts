import { explainByEvidence } from './evidence.ts';
import { explainMoves } from './moves.ts';
import { closeMoney, halfNanoAt, openCell, type OpenCell } from './open-cell.ts';
import { namePrices } from './prices.ts';
import { resultOf, type Reconciliation } from './result.ts';
import { buildTable, type ReconcileInput, type Table } from './table.ts';
import { explainTiming } from './timing.ts';
import { nameAbsentDay, nameAmount, nameUnrecorded, nameUsage } from './usage.ts';

/** Compares an export with the ledger and names each difference. Throws RangeError for lines that cannot be compared. */
export function reconcile(input: ReconcileInput): Reconciliation {
  const table = buildTable(input);
  const halfNano = halfNanoAt(table.moneyScale);
  const openCells: OpenCell[] = [];
  for (const cell of table.cells.values()) {
    const open = openCell(cell, halfNano);
    if (open !== null) openCells.push(open);
  }
  nameDifferences(table, input, openCells, halfNano);
  const differences = new Map(openCells.map((open) => [open.cell, open.differences]));
  return resultOf(table, input, differences);
}

/** The order decides what a difference that fits several causes is called: the cause with the stronger evidence comes first. */
function nameDifferences(table: Table, input: ReconcileInput, openCells: OpenCell[], halfNano: bigint): void {
  explainTiming(table, openCells, input.from, input.to);
  const lastDay = [...table.exportDays].sort().at(-1) ?? '';
  for (const open of openCells) nameAbsentDay(open, table, lastDay);
  for (const open of openCells) nameUnrecorded(open, table);
  explainMoves(openCells);
  for (const open of openCells) {
    explainByEvidence(open);
    nameUsage(open);
  }
  namePrices(table, input, openCells, halfNano);
  for (const open of openCells) nameAmount(open);
  for (const open of openCells) closeMoney(open, 'rounding', open.money);
}
