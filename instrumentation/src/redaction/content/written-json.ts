import { budget, type ContentRules } from './content-rules.ts';
import { MAX_DEPTH, MAX_VALUES } from './json-size.ts';
import { jsonText } from './json-text.ts';
import { mediaOfField } from './media.ts';
import { shortText, SHORT } from './short-text.ts';

/** A value and its JSON: the app or SDK has just passed `value` to `JSON.stringify`, and `value` is unchanged since. */
export class WrittenJson {
  readonly value: unknown;
  readonly json: string;

  constructor(value: unknown, json: string) {
    this.value = value;
    this.json = json;
  }
}

/** Room that `jsonText` reserves while it writes. It may cut a text that is closer to its limit than this. */
const KEPT_FREE = 64 * (MAX_DEPTH + 1);

/** `jsonText` of the value. Returns the given JSON if nothing is hidden or cut, because writing JSON costs the most. */
export function writtenJsonText({ value, json }: WrittenJson, limit: number, rules: ContentRules): string | undefined {
  const fits = json.length + KEPT_FREE <= limit && (json.length * 3 <= limit || Buffer.byteLength(json) <= limit);
  budget.renew();
  const inside = fits ? rules.withNothingKnownIn(json) : undefined;
  // Check the JSON text as well: its writer may have added something that the value does not contain.
  const isShown = inside !== undefined && isShownWhole(value, inside) && inside.text(json) === json;
  return isShown ? json : jsonText(value, limit, rules);
}

function isShownWhole(value: unknown, rules: ContentRules): boolean {
  try {
    return new WholeReader(rules).isShown(value, '');
  } catch {
    return false;
  }
}

/**
 * Reads a value like `jsonText` without writing. Returns false in unclear cases, so that `jsonText` writes the value.
 */
class WholeReader {
  readonly #rules: ContentRules;
  #values = 0;
  #depth = 0;

  constructor(rules: ContentRules) {
    this.#rules = rules;
  }

  /** `name` is the name of the field that has this value. */
  isShown(value: unknown, name: string): boolean {
    if (++this.#values > MAX_VALUES) return false;
    switch (typeof value) {
      case 'string':
        return this.#hidesNothing(name, value) && this.#isTextShown(value);
      case 'number':
        return !Number.isFinite(value) || this.#hidesNothing(name, String(value));
      case 'boolean':
      case 'undefined':
        return true;
      case 'object':
        return value === null || this.#isOpenShown(value, name);
      default:
        return false;
    }
  }

  #hidesNothing(name: string, value: string): boolean {
    return name === '' || this.#rules.field(name, value) === undefined;
  }

  #isTextShown(text: string): boolean {
    return (text.length <= SHORT ? shortText(text, this.#rules).shown : this.#rules.text(text)) === text;
  }

  #isOpenShown(value: object, name: string): boolean {
    if (this.#depth >= MAX_DEPTH || 'toJSON' in value) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    this.#depth++;
    const isShown = Array.isArray(value)
      ? prototype === Array.prototype && this.#areElementsShown(value, name)
      : prototype === Object.prototype && this.#areFieldsShown(value as Readonly<Record<string, unknown>>);
    this.#depth--;
    return isShown;
  }

  #areElementsShown(list: readonly unknown[], name: string): boolean {
    for (let index = 0; index < list.length; index++) if (!this.isShown(list[index], name)) return false;
    return true;
  }

  #areFieldsShown(object: Readonly<Record<string, unknown>>): boolean {
    for (const name of Object.keys(object)) {
      const value = object[name];
      if (value === undefined || typeof value === 'symbol') continue;
      if (!this.#isTextShown(name) || !this.#isFieldShown(object, name, value)) return false;
    }
    return true;
  }

  #isFieldShown(object: Readonly<Record<string, unknown>>, name: string, value: unknown): boolean {
    if (typeof value !== 'string') return this.isShown(value, name);
    if (mediaOfField(name, value, object) !== undefined) return false;
    return this.isShown(value, name === 'token' && object.logprob !== undefined ? '' : name);
  }
}
