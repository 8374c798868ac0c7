import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** An attribute of a metric. */
export interface AttributeName {
  readonly name: string;
  /** What it has in the series that hold the rest: its value, if there are few values, or `other`, or nothing. */
  readonly inRest: 'value' | 'other' | 'absent';
}

export interface MetricDefinition {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly AttributeName[];
}

/** Values in the order of the names; undefined for an attribute that is absent. */
export type AttributeValues = readonly (string | number | undefined)[];

/** Maximum number of series of a process, over all metrics. */
export const MAX_SERIES = 2000;
/** Reserved for the series that hold the rest: one for each state, token type and month of a metric. */
const RESERVED = 100;

/** The series that the metrics of a process may still create. */
export class SeriesBudget {
  #left = MAX_SERIES - RESERVED;

  /** Takes one series; false if none is left. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }

  giveBack(): void {
    this.#left++;
  }
}

/** A node of the tree: its children by the next attribute's value, or the series that ends here. */
interface Node<S> {
  readonly next: Map<AttributeValues[number], Node<S>>;
  series?: S;
}

/** A series, and what its removal needs: the map that holds its node, the key in it, and whether it has a budget. */
interface Entry<S> {
  readonly series: S;
  readonly attributes: Attributes;
  readonly siblings: Map<AttributeValues[number], Node<S>>;
  readonly value: AttributeValues[number];
  readonly inBudget: boolean;
}

/**
 * The series of one metric, each created once. When no series is left, new sets of values share one with `other` as
 * model, provider and so on: an app with ids in model names does not fill the memory. (The limit of the OpenTelemetry SDK
 * applies to the sets of one export interval, and would let cumulative metrics grow for ever.)
 *
 * It is a tree with one level per attribute. Comparing or serializing sets of attributes takes several times as long.
 */
export class SeriesTree<S> {
  readonly #names: readonly AttributeName[];
  readonly #budget: SeriesBudget;
  readonly #create: (attributes: Attributes) => S;
  readonly #root: Node<S> = { next: new Map() };
  #entries: Entry<S>[] = [];

  constructor(names: readonly AttributeName[], budget: SeriesBudget, create: (attributes: Attributes) => S) {
    this.#names = names;
    this.#budget = budget;
    this.#create = create;
  }

  get all(): readonly S[] {
    return this.#entries.map(({ series }) => series);
  }

  of(values: AttributeValues): S {
    return this.#find(values) ?? (this.#budget.take() ? this.#add(values, true) : this.#rest(values));
  }

  /** Removes the series whose attributes match, and returns them to the budget. */
  remove(matches: (attributes: Attributes) => boolean): void {
    this.#entries = this.#entries.filter(({ attributes, siblings, value, inBudget }) => {
      if (!matches(attributes)) return true;
      siblings.delete(value);
      if (inBudget) this.#budget.giveBack();
      return false;
    });
  }

  #find(values: AttributeValues): S | undefined {
    let node: Node<S> | undefined = this.#root;
    for (const value of values) node = node?.next.get(value);
    return node?.series;
  }

  #rest(values: AttributeValues): S {
    const shared = this.#names.map(({ inRest }, index) => {
      if (inRest === 'value') return values[index];
      return inRest === 'other' ? 'other' : undefined;
    });
    return this.#find(shared) ?? this.#add(shared, false);
  }

  #add(values: AttributeValues, inBudget: boolean): S {
    let node = this.#root;
    let siblings = node.next;
    const attributes: Record<string, AttributeValue> = {};
    for (const [index, value] of values.entries()) {
      siblings = node.next;
      node = siblings.get(value) ?? { next: new Map() };
      siblings.set(value, node);
      const name = this.#names[index]?.name;
      if (name !== undefined && value !== undefined) attributes[name] = value;
    }
    const series = (node.series = this.#create(attributes));
    this.#entries.push({ series, attributes, siblings, value: values.at(-1), inBudget });
    return series;
  }
}
