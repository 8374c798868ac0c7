import { withFactor, type Cell, type NamedFactor } from './cells.ts';
import { isMeasure, isTokenMeter } from '../meter-names.ts';
import type { Conditions } from './document.ts';

/** How a row bills meters, beside their prices. */
export interface RowRules {
  /** Meters that are billed with their parent unless the row prices them. */
  readonly inherits: ReadonlySet<string>;
  /** The least that a request is billed for, by meter. */
  readonly atLeast: ReadonlyMap<string, number>;
}

/** The cells of one price row, factors applied. */
export class PriceRow {
  readonly label: string;
  readonly context: Conditions['context'];
  /** Whether any token meter has a price here. */
  readonly pricesTokens: boolean;
  /** Measures with a price: their count is required. */
  readonly measures: readonly string[];
  private readonly cells: ReadonlyMap<string, Cell>;
  private readonly rules: RowRules;
  private readonly scaledRows = new Map<string, PriceRow>();
  /** Most calls have the same contract and group as the previous one. */
  private lastScaled: { factor: NamedFactor; row: PriceRow } | undefined;

  constructor(label: string, context: Conditions['context'], cells: ReadonlyMap<string, Cell>, rules: RowRules) {
    this.label = label;
    this.context = context;
    this.cells = cells;
    this.rules = rules;
    const meters = [...cells.keys()];
    this.pricesTokens = meters.some(isTokenMeter);
    this.measures = meters.filter(isMeasure);
  }

  /** The meters that have a price. */
  get meters(): string[] {
    return [...this.cells.keys()];
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
    return this.rules.inherits.has(meter);
  }

  /** The quantity that is billed for `count` units used. */
  billed(meter: string, count: number): number {
    const least = this.rules.atLeast.get(meter);
    return least === undefined || count >= least ? count : least;
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
      row = new PriceRow(this.label, this.context, cells, this.rules);
      this.scaledRows.set(key, row);
    }
    return row;
  }
}
