/**
 * Where each value of a JSON text begins and ends. Values are never parsed, so a page shows and copies them as they were
 * recorded: `12345678901234567890`, `1.10`, a name that occurs twice.
 *
 * A value is a number, in the order of the text; its children follow it. Value 0 is the whole text.
 */
export interface JsonIndex {
  readonly text: string;
  /** Number of values. */
  readonly count: number;
  /** Offset of the first character of a value. */
  readonly start: Int32Array;
  /** Offset after the last character of a value. */
  readonly end: Int32Array;
  /** Offset of the quote that begins the name of a value in an object; -1 for other values. */
  readonly name: Int32Array;
  /** The object or list that contains a value; -1 for value 0. */
  readonly parent: Int32Array;
  /** The first value after a value and all values in it; `count` if there is none. */
  readonly next: Int32Array;
}

export type JsonKind = 'object' | 'list' | 'string' | 'number' | 'literal';

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What the text continues with. */
type Expected = 'value' | 'first-element' | 'first-name' | 'name' | 'colon' | 'comma' | 'end';

const LITERALS = ['true', 'false', 'null'];

/** Reads a JSON text in steps, so that a page can do other things in between. */
export class JsonIndexer {
  readonly #text: string;
  #at = 0;
  #expected: Expected = 'value';
  #parent = -1;
  #name = -1;
  #count = 0;
  #columns = columnsOf(1024);

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Reads at most about `values` more values.
   *
   * @returns the index after the end of the text; `invalid` if the text is not JSON; otherwise null.
   */
  step(values: number): JsonIndex | 'invalid' | null {
    const until = this.#count + values;
    while (this.#count < until) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) {
        return this.#expected === 'end' ? this.#result() : 'invalid';
      }
      if (!this.#read(this.#text.charCodeAt(this.#at))) {
        return 'invalid';
      }
    }
    return null;
  }

  #read(code: number): boolean {
    switch (this.#expected) {
      case 'colon':
        this.#at += 1;
        this.#expected = 'value';
        return code === COLON;
      case 'comma':
        return this.#readComma(code);
      case 'name':
        return this.#readName(code);
      case 'first-name':
        return code === CLOSE_OBJECT ? this.#close(code) : this.#readName(code);
      case 'first-element':
        return code === CLOSE_LIST ? this.#close(code) : this.#readValue(code);
      case 'value':
        return this.#readValue(code);
      case 'end':
        return false;
    }
  }

  #readComma(code: number): boolean {
    if (code !== COMMA) {
      return this.#close(code);
    }
    this.#at += 1;
    this.#expected = this.#isObject(this.#parent) ? 'name' : 'value';
    return true;
  }

  #readName(code: number): boolean {
    this.#name = this.#at;
    this.#at = code === QUOTE ? endOfString(this.#text, this.#at) : -1;
    this.#expected = 'colon';
    return this.#at > 0;
  }

  #readValue(code: number): boolean {
    const value = this.#add();
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      this.#at += 1;
      this.#parent = value;
      this.#expected = code === OPEN_OBJECT ? 'first-name' : 'first-element';
      return true;
    }
    const end = code === QUOTE ? endOfString(this.#text, this.#at) : endOfScalar(this.#text, this.#at);
    if (end < 0) {
      return false;
    }
    this.#at = end;
    this.#ends(value);
    return true;
  }

  #close(code: number): boolean {
    const value = this.#parent;
    if (value < 0 || code !== (this.#isObject(value) ? CLOSE_OBJECT : CLOSE_LIST)) {
      return false;
    }
    this.#at += 1;
    this.#parent = this.#columns.parent[value] ?? -1;
    this.#ends(value);
    return true;
  }

  #add(): number {
    const value = this.#count;
    if (value === this.#columns.start.length) {
      this.#columns = columnsOf(value * 2, this.#columns);
    }
    const { start, name, parent } = this.#columns;
    start[value] = this.#at;
    name[value] = this.#name;
    parent[value] = this.#parent;
    this.#name = -1;
    this.#count = value + 1;
    return value;
  }

  #ends(value: number): void {
    this.#columns.end[value] = this.#at;
    this.#columns.next[value] = this.#count;
    this.#expected = this.#parent < 0 ? 'end' : 'comma';
  }

  #isObject(value: number): boolean {
    return this.#text.charCodeAt(this.#columns.start[value] ?? 0) === OPEN_OBJECT;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) {
        return;
      }
      this.#at += 1;
    }
  }

  #result(): JsonIndex {
    return { text: this.#text, count: this.#count, ...this.#columns };
  }
}

/** The index of a short text, at once. Null if it is not JSON. */
export function indexJson(text: string): JsonIndex | null {
  const index = new JsonIndexer(text).step(Infinity);
  return index === 'invalid' ? null : index;
}

/** Offset after the string that begins at `at`; -1 if it does not end. */
export function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end > 0; end = text.indexOf('"', end + 1)) {
    let escapes = end;
    while (text.charCodeAt(escapes - 1) === BACKSLASH) {
      escapes -= 1;
    }
    if ((end - escapes) % 2 === 0) {
      return end + 1;
    }
  }
  return -1;
}

/** Offset after the number or word that begins at `at`; -1 if there is none. */
function endOfScalar(text: string, at: number): number {
  const literal = text.charCodeAt(at) > NINE ? LITERALS.find((word) => text.startsWith(word, at)) : undefined;
  if (literal !== undefined) {
    return at + literal.length;
  }
  const digits = text.charCodeAt(at) === MINUS ? at + 1 : at;
  let end = text.charCodeAt(digits) === ZERO ? digits + 1 : endOfDigits(text, digits);
  if (end > digits && text[end] === '.') {
    end = orNone(endOfDigits(text, end + 1), end + 1);
  }
  if (end > digits && (text[end] === 'e' || text[end] === 'E')) {
    const exponent = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1;
    end = orNone(endOfDigits(text, exponent), exponent);
  }
  return orNone(end, digits);
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  for (let code = text.charCodeAt(end); code >= ZERO && code <= NINE; code = text.charCodeAt(end)) {
    end += 1;
  }
  return end;
}

/** -1 if nothing was found after `from`. */
function orNone(end: number, from: number): number {
  return end > from ? end : -1;
}

type Columns = Pick<JsonIndex, 'start' | 'end' | 'name' | 'parent' | 'next'>;

/** Columns for `length` values, with the values of the previous ones. */
function columnsOf(length: number, previous?: Columns): Columns {
  const column = (name: keyof Columns) => {
    const grown = new Int32Array(length);
    if (previous) {
      grown.set(previous[name]);
    }
    return grown;
  };
  return {
    start: column('start'),
    end: column('end'),
    name: column('name'),
    parent: column('parent'),
    next: column('next'),
  };
}
