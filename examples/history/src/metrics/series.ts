/** Labels by name; undefined values are left out. */
export type Labels = Readonly<Record<string, string | undefined>>;

/** One series of a counter: its name with labels, and its value so far. */
export interface Series {
  readonly text: string;
  /** Whether it has a sample every five minutes; otherwise only around its changes. */
  readonly isDense: boolean;
  value: number;
  /** Value at the step before, for the sample before a change. */
  before: number;
  /** Time of the last sample, unix ms; 0 before the first. */
  writtenAt: number;
}

/** All series, by name and labels. */
export class SeriesTable {
  readonly #series = new Map<string, Series>();

  get all(): Iterable<Series> {
    return this.#series.values();
  }

  get size(): number {
    return this.#series.size;
  }

  of(name: string, labels: Labels, isDense: boolean): Series {
    const text = `${name}{${labelText(labels)}}`;
    let series = this.#series.get(text);
    if (series === undefined) {
      series = { text, isDense, value: 0, before: 0, writtenAt: 0 };
      this.#series.set(text, series);
    }
    return series;
  }
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${escaped(value)}"`]))
    .join(',');
}

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
