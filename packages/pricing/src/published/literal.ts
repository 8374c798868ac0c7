/**
 * Reads a literal of a JavaScript file as data: the code itself never runs. Supports what a minifier writes for JSON: arrays, objects with
 * or without quoted names, strings, templates without parts, numbers, `!0` and `!1`.
 */

const NAME = /[\w$]+/y;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const STRING = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.|\$(?!\{))*)`/sy;
const SPACE = /\s*/y;
const WORDS: Readonly<Record<string, unknown>> = { '!0': true, '!1': false, true: true, false: false, null: null };
const WORD = /!0|!1|true|false|null/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };
const MAX_DEPTH = 50;

/**
 * The value of the literal that starts at `start`.
 * @throws SyntaxError if it contains anything else.
 */
export function readLiteral(text: string, start: number): unknown {
  return new LiteralReader(text, start).value(0);
}

class LiteralReader {
  private readonly text: string;
  private at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) {
      throw new SyntaxError(`more than ${MAX_DEPTH} levels at ${this.at}`);
    }
    this.match(SPACE);
    switch (this.text[this.at]) {
      case '[':
        return this.items(']', () => this.value(depth + 1));
      case '{':
        return Object.fromEntries(this.items('}', () => this.member(depth + 1)));
      default:
        return this.scalar();
    }
  }

  private member(depth: number): [string, unknown] {
    const name = this.match(NAME)?.[0] ?? this.string();
    if (name === undefined || !this.take(':')) {
      throw this.unexpected();
    }
    return [name, this.value(depth)];
  }

  private items<T>(end: string, read: () => T): T[] {
    const items: T[] = [];
    this.at += 1;
    while (!this.take(end)) {
      if (items.length > 0 && !this.take(',')) {
        throw this.unexpected();
      }
      if (this.take(end)) {
        break;
      }
      items.push(read());
    }
    return items;
  }

  private scalar(): unknown {
    const text = this.string();
    if (text !== undefined) {
      return text;
    }
    const word = this.match(WORD)?.[0];
    if (word !== undefined) {
      return WORDS[word];
    }
    const number = this.match(NUMBER)?.[0];
    if (number === undefined) {
      throw this.unexpected();
    }
    return Number(number);
  }

  private string(): string | undefined {
    const [, double, single, template] = this.match(STRING) ?? [];
    return (double ?? single ?? template)?.replace(
      /\\(?:u([\da-f]{4})|u\{([\da-f]+)\}|x([\da-f]{2})|\r?\n|(.))/gis,
      (_all, unit?: string, point?: string, byte?: string, letter?: string) => {
        const hex = unit ?? point ?? byte;
        return hex === undefined ? (letter === undefined ? '' : (ESCAPES[letter] ?? letter)) : codePoint(hex);
      },
    );
  }

  /** Skips white space, and `character` if it is next. */
  private take(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== character) {
      return false;
    }
    this.at += 1;
    this.match(SPACE);
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    this.at = found === null ? this.at : pattern.lastIndex;
    return found;
  }

  private unexpected(): SyntaxError {
    return new SyntaxError(`unexpected ${JSON.stringify(this.text.slice(this.at, this.at + 20))} at ${this.at}`);
  }
}

function codePoint(hex: string): string {
  const value = Number.parseInt(hex, 16);
  return value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}
