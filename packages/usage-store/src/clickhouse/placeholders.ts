import type { Parameters, ParameterValue } from './parameters.ts';

/** Collects the values of a query's placeholders under names of its own. */
export class Placeholders {
  readonly #prefix: string;
  readonly #values: Record<string, ParameterValue> = {};

  /** @param prefix Begins the names; two collections of one query have different ones. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get parameters(): Parameters {
    return this.#values;
  }

  /** Returns the placeholder of `value` for the SQL. */
  add(type: string, value: ParameterValue): string {
    const name = `${this.#prefix}_${Object.keys(this.#values).length}`;
    this.#values[name] = value;
    return `{${name}:${type}}`;
  }
}
