import { budget, type ContentRules } from './content-rules.ts';
import { jsonText } from './json-text.ts';
import { JsonVisitor, MAX_DEPTH, REFUSED, type JsonSink } from './json-visitor.ts';
import { UNREADABLE, type Plain } from './plain-value.ts';
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
  const sink = new ShownWholeSink(rules);
  try {
    const plain = sink.read(value);
    return plain !== undefined && plain !== REFUSED && new JsonVisitor(sink).visit(plain);
  } catch {
    return false;
  }
}

/** Refuses everything that `jsonText` would change, and unclear values, so that `jsonText` writes them. */
class ShownWholeSink implements JsonSink {
  readonly #rules: ContentRules;

  constructor(rules: ContentRules) {
    this.#rules = rules;
  }

  read(value: unknown): Plain | undefined | typeof REFUSED {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : null;
      case 'undefined':
      case 'symbol':
        return undefined;
      case 'object':
        return value === null || isPlain(value) ? (value as Plain) : REFUSED;
      default:
        return REFUSED;
    }
  }

  text(text: string, name: string): boolean {
    // A field that throws now did not throw when the JSON was written.
    return text !== UNREADABLE && this.#hidesNothing(name, text) && this.#isShown(text);
  }

  literal(value: number | boolean | null, name: string): boolean {
    return typeof value !== 'number' || this.#hidesNothing(name, String(value));
  }

  media(): boolean {
    return false;
  }

  tooMany(): boolean {
    return false;
  }

  tooDeep(): boolean {
    return false;
  }

  circular(): boolean {
    return false;
  }

  open(): boolean {
    return true;
  }

  element(): boolean {
    return true;
  }

  field(name: string): boolean {
    return this.#isShown(name);
  }

  leaveOutFrom(): boolean {
    return false;
  }

  leaveOutField(): boolean {
    return false;
  }

  closeList(): void {}

  closeObject(): void {}

  #hidesNothing(name: string, value: string): boolean {
    return name === '' || this.#rules.field(name, value) === undefined;
  }

  #isShown(text: string): boolean {
    return (text.length <= SHORT ? shortText(text, this.#rules).shown : this.#rules.text(text)) === text;
  }
}

function isPlain(value: object): boolean {
  if ('toJSON' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === (Array.isArray(value) ? Array.prototype : Object.prototype);
}
