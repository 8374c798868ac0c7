import { withFactor, type Cell, type NamedFactor } from './cells.ts';
import { isMeasure, isTokenMeter } from '../meter-names.ts';
import type { Conditions } from './document.ts';

/** The cells of one price row, factors applied. */
export class PriceRow {
  readonly label: string;
  readonly context: Conditions['context'];
  /** Whether any token meter has a price here. */
  readonly pricesTokens: boolean;
  /** Measures with a price: their count is required. */
  readonly measures: readonly string[];
  private readonly cells: ReadonlyMap<string, Cell>;
  private readonly inherits: ReadonlySet<string>;
  private readonly scaledRows = new Map<string, PriceRow>();
  /** Most calls have the same contract and group as the previous one. */
  private lastScaled: { factor: NamedFactor; row: PriceRow } | undefined;

  constructor(
    label: string,
    context: Conditions['context'],
    cells: ReadonlyMap<string, Cell>,
    inherits: ReadonlySet<string>,
  ) {
    this.label = label;
    this.context = context;
    this.cells = cells;
    this.inherits = inherits;
    const meters = [...cells.keys()];
    this.pricesTokens = meters.some(isTokenMeter);
    this.measures = meters.filter(isMeasure);
  }

  /** The price of a meter; undefined means "no price", never 0. */
  cell(meter: string): Cell | undefined {
    return this.cells.get(meter);
  }

  has(meter: string): boolean {
    return this.cells.has(meter);
  }

  get isEmpty(): boolean {
    return this.cells.size === 0;
  }

  /** Whether a part without its own price is billed with its parent. */
  inheritsFromParent(meter: string): boolean {
    return this.inherits.has(meter);
  }

  /** This row with one more factor on every cell. */
  scaled(factor: NamedFactor): PriceRow {
    let last = this.lastScaled;
    if (last === undefined || last.factor.times !== factor.times || last.factor.name !== factor.name) {
      last = { factor, row: this.rowScaledBy(factor) };
      this.lastScaled = last;
    }
    return last.row;
  }

  private rowScaledBy(factor: NamedFactor): PriceRow {
    const key = `${factor.name}\n${factor.times}`;
    let row = this.scaledRows.get(key);
    if (row === undefined) {
      const cells = new Map([...this.cells].map(([meter, cell]) => [meter, withFactor(cell, factor)]));
      row = new PriceRow(this.label, this.context, cells, this.inherits);
      this.scaledRows.set(key, row);
    }
    return row;
  }
}
