import type { LedgerLine, LineKind, Portion } from '../lines.ts';

/** Parts of the ledger's figures that can account for a difference. */
export const EVIDENCE = ['repeated', 'nearStart', 'nearEnd', 'possiblyBilled', 'unknownUsage'] as const;
export type EvidenceName = (typeof EVIDENCE)[number];

/** Amounts are integers at the money scale of the table, quantities at its quantity scale. */
export interface Bound {
  quantity: bigint;
  paid: bigint;
}

/** Quantities of one kind, and of one key if only quantities have keys. */
export interface Count {
  kind: LineKind;
  /** Empty unless only quantities have keys. */
  key: string;
  invoiced: bigint;
  recorded: bigint;
  unpriced: bigint;
  evidence: Partial<Record<EvidenceName, Bound>> | null;
}

/** One day × key × model × tier × kind, with what both sides have. */
export interface Cell {
  day: string;
  /** Empty if the export does not tell by key; the same for model and tier. */
  key: string;
  model: string;
  tier: string;
  kind: LineKind;
  invoiced: bigint;
  /** Sum of how far the amounts of the export may be from the true ones. */
  within: bigint;
  recorded: bigint;
  /** Attempts of the ledger, each of which may add half a nano-USD of rounding. */
  attempts: number;
  /** Rows of the export: index of the file × 2^32 + line. Null if there are none. */
  rows: number[] | null;
  hasLedger: boolean;
  /** The export states an amount without a quantity, so that quantities cannot be compared. */
  withoutQuantity: boolean;
  counts: readonly Count[];
}

/** Kind of a count that only carries evidence, because the export has no quantities of its kind. */
export const NOT_COUNTED: LineKind = 'other';

/** The counts whose quantities both sides state. */
export function comparedCounts(cell: Cell): readonly Count[] {
  return cell.withoutQuantity ? [] : cell.counts.filter((count) => count.kind !== NOT_COUNTED);
}

const NO_COUNTS: readonly Count[] = [];

export function newCell(identity: Pick<Cell, 'day' | 'key' | 'model' | 'tier' | 'kind'>): Cell {
  return {
    ...identity,
    invoiced: 0n,
    within: 0n,
    recorded: 0n,
    attempts: 0,
    rows: null,
    hasLedger: false,
    withoutQuantity: false,
    counts: NO_COUNTS,
  };
}

/** Adds a row. Most cells have one row, and an array that starts with `push` has room for 17. */
export function addRow(cell: Cell, row: number): void {
  if (cell.rows === null) cell.rows = [row];
  else cell.rows.push(row);
}

export function countOf(cell: Cell, kind: LineKind, key: string): Count {
  let count = cell.counts.find((one) => one.kind === kind && one.key === key);
  if (count === undefined) {
    count = { kind, key, invoiced: 0n, recorded: 0n, unpriced: 0n, evidence: null };
    cell.counts = [...cell.counts, count];
  }
  return count;
}

/** Adds the evidence of a ledger line. */
export function addEvidence(count: Count, line: LedgerLine, quantityUnit: bigint, moneyUnit: bigint): void {
  for (const name of EVIDENCE) {
    const portion: Portion | undefined = line[name];
    if (portion !== undefined) {
      count.evidence ??= {};
      const bound = (count.evidence[name] ??= { quantity: 0n, paid: 0n });
      bound.quantity += portion.quantity * quantityUnit;
      bound.paid += portion.paidNanoUsd * moneyUnit;
    }
  }
}

const NO_BOUND: Bound = { quantity: 0n, paid: 0n };

export function boundOf(count: Count | undefined, name: EvidenceName): Bound {
  return count?.evidence?.[name] ?? NO_BOUND;
}

/** The sum of one kind of evidence over all counts of a cell. */
export function paidBound(cell: Cell | undefined, name: EvidenceName): bigint {
  return (cell?.counts ?? []).reduce((sum, count) => sum + boundOf(count, name).paid, 0n);
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
