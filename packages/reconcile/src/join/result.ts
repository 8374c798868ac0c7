import { ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import type { LineKind, OtherKind } from '../lines.ts';
import { dayIn } from '../zone.ts';
import { capturePerDay, type Capture } from './capture.ts';
import { CAUSES, type Cause } from './causes.ts';
import { comparedCounts, type Cell } from './cell.ts';
import { halfNanoAt, toleranceOf, type Difference } from './open-cell.ts';
import { atScale, type OtherLine, type ReconcileInput, type Table } from './table.ts';

/** A row of the export. */
export interface RowReference {
  file: string;
  row: number;
}

/** One difference, with what it is about. Fields are empty if the export does not tell by them. */
export interface NamedDifference {
  day: string;
  key: string;
  model: string;
  tier: string;
  kind: LineKind;
  cause: Cause;
  class: 'explained' | 'unexplained';
  /** USD of the export minus the ledger. */
  amount: Decimal;
  /** Of the export minus the ledger; null if the cause is not about quantities. */
  quantity: Decimal | null;
  /** The other day, tier, kind or key of a cause that is about two. */
  other: string | null;
  /** First and last day of another price. */
  since: string | null;
  until: string | null;
  /** The text of the export, for lines that are not per call. */
  label: string | null;
  rows: readonly RowReference[];
}

/** One day × key × model × tier × kind, as both sides have it. A view: a month of a large account has half a million. */
export class ComparedCell {
  readonly #cell: Cell;
  readonly #table: Table;
  readonly #matched: bigint;

  constructor(cell: Cell, table: Table, matched: bigint) {
    this.#cell = cell;
    this.#table = table;
    this.#matched = matched;
  }

  get day(): string {
    return this.#cell.day;
  }

  get key(): string {
    return this.#cell.key;
  }

  get model(): string {
    return this.#cell.model;
  }

  get tier(): string {
    return this.#cell.tier;
  }

  get kind(): LineKind {
    return this.#cell.kind;
  }

  get invoiced(): Decimal {
    return this.#usd(this.#cell.invoiced);
  }

  get recorded(): Decimal {
    return this.#usd(this.#cell.recorded);
  }

  get matched(): Decimal {
    return this.#usd(this.#matched);
  }

  /** How far the two amounts may differ by the digits of the export and the rounding of the ledger. */
  get tolerance(): Decimal {
    return this.#usd(toleranceOf(this.#cell, halfNanoAt(this.#table.moneyScale)));
  }

  /** Null if the export states no quantities. */
  get invoicedQuantity(): Decimal | null {
    return this.#quantity('invoiced');
  }

  get recordedQuantity(): Decimal | null {
    return this.#quantity('recorded');
  }

  #usd(units: bigint): Decimal {
    return { units, scale: this.#table.moneyScale };
  }

  #quantity(side: 'invoiced' | 'recorded'): Decimal | null {
    const counts = comparedCounts(this.#cell);
    const units = counts.reduce((total, count) => total + count[side], 0n);
    return counts.length === 0 ? null : { units, scale: this.#table.quantityScale };
  }
}

/**
 * The two sums that always close, in USD: `invoiced` = `matched` + `explained` + `unexplained`, and `recorded` = `matched` +
 * `ledgerExplained` + `ledgerUnexplained`. What one side has more than the other is in that side's sums only.
 */
export interface Totals {
  invoiced: Decimal;
  recorded: Decimal;
  matched: Decimal;
  explained: Decimal;
  unexplained: Decimal;
  ledgerExplained: Decimal;
  ledgerUnexplained: Decimal;
}

export interface Reconciliation {
  provider: string;
  zone: string;
  from: string;
  to: string;
  totals: Totals;
  cells: readonly ComparedCell[];
  differences: readonly NamedDifference[];
  capture: readonly Capture[];
  /** What the reader should know about the comparison, as sentences. */
  notices: readonly string[];
}

/** The result, with both sums. */
export function resultOf(
  table: Table,
  input: ReconcileInput,
  ofOpen: ReadonlyMap<Cell, readonly Difference[]>,
): Reconciliation {
  const sums = {
    invoiced: 0n,
    recorded: 0n,
    matched: 0n,
    explained: 0n,
    unexplained: 0n,
    ledgerExplained: 0n,
    ledgerUnexplained: 0n,
  };
  const cells: ComparedCell[] = [];
  const named: NamedDifference[] = [];
  for (const cell of table.cells.values()) {
    const money = cell.invoiced - cell.recorded;
    const own =
      ofOpen.get(cell) ?? (money === 0n ? [] : [{ cause: 'rounding', amount: money, quantity: null } as const]);
    let matched = cell.invoiced;
    for (const difference of own) {
      const { amount, cause } = difference;
      if (amount > 0n) {
        matched -= amount;
        sums[CAUSES[cause]] += amount;
      } else {
        sums[CAUSES[cause] === 'explained' ? 'ledgerExplained' : 'ledgerUnexplained'] -= amount;
      }
      named.push(namedDifference(table, cell, difference));
    }
    sums.invoiced += cell.invoiced;
    sums.recorded += cell.recorded;
    sums.matched += matched;
    cells.push(new ComparedCell(cell, table, matched));
  }
  const dayOf = dayIn(input.zone);
  for (const line of table.others) {
    const difference = otherDifference(line, dayOf);
    sums.invoiced += atScale(difference.amount, table.moneyScale);
    sums[difference.class] += atScale(difference.amount, table.moneyScale);
    named.push(difference);
  }
  return {
    provider: input.provider,
    zone: input.zone,
    from: input.from,
    to: input.to,
    totals: totalsOf(sums, table.moneyScale),
    cells,
    differences: named,
    capture: capturePerDay(cells),
    notices: table.notices,
  };
}

function totalsOf(sums: Readonly<Record<keyof Totals, bigint>>, scale: number): Totals {
  const usd = (units: bigint): Decimal => ({ units, scale });
  return {
    invoiced: usd(sums.invoiced),
    recorded: usd(sums.recorded),
    matched: usd(sums.matched),
    explained: usd(sums.explained),
    unexplained: usd(sums.unexplained),
    ledgerExplained: usd(sums.ledgerExplained),
    ledgerUnexplained: usd(sums.ledgerUnexplained),
  };
}

function namedDifference(table: Table, cell: Cell, difference: Difference): NamedDifference {
  const { cause, amount, quantity, other, since, until, key } = difference;
  return {
    ...identityOf(cell),
    ...(key !== undefined && { key }),
    cause,
    class: CAUSES[cause],
    amount: { units: amount, scale: table.moneyScale },
    quantity: quantity === null ? null : { units: quantity, scale: table.quantityScale },
    other: other ?? null,
    since: since ?? null,
    until: until ?? null,
    label: null,
    rows: (cell.rows ?? []).map((row) => ({ file: table.files[Math.floor(row / 2 ** 32)] ?? '', row: row % 2 ** 32 })),
  };
}

function identityOf({ day, key, model, tier, kind }: Cell): Pick<Cell, 'day' | 'key' | 'model' | 'tier' | 'kind'> {
  return { day, key, model, tier, kind };
}

const CAUSE_OF_KIND: Readonly<Record<OtherKind, Cause>> = {
  credit: 'credit',
  tax: 'tax',
  minimum: 'minimum',
  adjustment: 'adjustment',
  other: 'not_per_call',
  unknown: 'unknown_name',
};

function otherDifference(line: OtherLine, dayOf: (unixMs: number) => string): NamedDifference {
  const cause = CAUSE_OF_KIND[line.kind];
  return {
    day: dayOf(line.from),
    key: line.key ?? '',
    model: line.model ?? '',
    tier: line.tier ?? '',
    kind: line.kind,
    cause,
    class: CAUSES[cause],
    amount: line.amount ?? ZERO,
    quantity: line.quantity,
    other: null,
    since: null,
    until: null,
    label: line.label,
    rows: [{ file: line.file, row: line.row }],
  };
}
