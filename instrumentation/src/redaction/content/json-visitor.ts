import { mediaOfField } from './media.ts';
import { elementOf, fieldNames, fieldOf, type Plain } from './plain-value.ts';

/** Maximum number of values read of one content: a list of millions must not block the event loop. */
export const MAX_VALUES = 200_000;
/** Maximum depth of lists and objects within each other. */
export const MAX_DEPTH = 100;

/** Returned by `JsonSink.read` for a value that ends the visit. */
export const REFUSED = Symbol('refused');

/**
 * Receives the parts of a JSON value in order. Methods that return a boolean return false if they refuse the part. The
 * visitor then leaves out the list element or the field that contains it, or ends the visit.
 */
export interface JsonSink {
  /** The value as JSON expresses it. Undefined: JSON leaves the field out, and writes null in a list. */
  read(value: unknown): Plain | undefined | typeof REFUSED;
  /** A string. `name` is the name of the field that has this value, also in a list; empty if there is none. */
  text(text: string, name: string): boolean;
  literal(value: number | boolean | null, name: string): boolean;
  /** The replacement of an image, a file or audio in a field. */
  media(mark: string): boolean;
  /** A value after `MAX_VALUES` others. */
  tooMany(): boolean;
  /** A list or an object within `MAX_DEPTH` others. */
  tooDeep(): boolean;
  /** A list or an object within itself. */
  circular(): boolean;
  open(isList: boolean): boolean;
  /** Comes before each element. */
  element(index: number): boolean;
  /** Comes before each field. `before`, `after`: number of fields kept before it, and of names after it. */
  field(name: string, before: number, after: number): boolean;
  /** A part of the element at `index` was refused. Returns whether the list is kept without the rest of its elements. */
  leaveOutFrom(index: number, length: number): boolean;
  /** A part of the field was refused. Returns whether the object is kept without this field. */
  leaveOutField(): boolean;
  closeList(): void;
  closeObject(kept: number, leftOut: number): void;
}

/** Reads a value as JSON, each part once, and passes it to a sink. Catches errors that the value throws. */
export class JsonVisitor {
  readonly #sink: JsonSink;
  readonly #open: object[] = [];
  #values = 0;

  constructor(sink: JsonSink) {
    this.#sink = sink;
  }

  /** Returns false if a part was refused and not left out. */
  visit(plain: Plain, name = ''): boolean {
    const sink = this.#sink;
    if (++this.#values > MAX_VALUES) return sink.tooMany();
    if (typeof plain === 'string') return sink.text(plain, name);
    if (typeof plain !== 'object' || plain === null) return sink.literal(plain, name);
    if (this.#open.length >= MAX_DEPTH) return sink.tooDeep();
    if (this.#open.includes(plain)) return sink.circular();
    const list = isList(plain);
    if (!sink.open(list)) return false;
    this.#open.push(plain);
    const isKept = list ? this.#visitElements(plain, name) : this.#visitFields(plain);
    this.#open.pop();
    return isKept;
  }

  /** The elements of a list have the name of the list's field. */
  #visitElements(list: readonly unknown[], name: string): boolean {
    const sink = this.#sink;
    for (let index = 0; index < list.length; index++) {
      const plain = sink.read(elementOf(list, index));
      if (plain !== REFUSED && sink.element(index) && this.visit(plain ?? null, name)) {
        continue;
      }
      if (!sink.leaveOutFrom(index, list.length)) return false;
      break;
    }
    sink.closeList();
    return true;
  }

  #visitFields(object: Readonly<Record<string, unknown>>): boolean {
    const sink = this.#sink;
    const names = fieldNames(object);
    let kept = 0;
    let leftOut = 0;
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      const plain = sink.read(fieldOf(object, name));
      if (plain === undefined) continue;
      const { length } = names;
      if (plain !== REFUSED && sink.field(name, kept, length - index - 1) && this.#visitField(object, name, plain)) {
        kept++;
      } else if (sink.leaveOutField()) {
        leftOut++;
      } else {
        return false;
      }
    }
    sink.closeObject(kept, leftOut);
    return true;
  }

  #visitField(object: Readonly<Record<string, unknown>>, name: string, plain: Plain): boolean {
    if (typeof plain !== 'string') return this.visit(plain, name);
    const media = mediaOfField(name, plain, object);
    if (media !== undefined) return this.#sink.media(media);
    // Logprobs of a model's response: the token is generated text.
    const isGenerated = name === 'token' && fieldOf(object, 'logprob') !== undefined;
    return this.visit(plain, isGenerated ? '' : name);
  }
}

function isList(plain: readonly unknown[] | Readonly<Record<string, unknown>>): plain is readonly unknown[] {
  return Array.isArray(plain);
}
