/**
 * Parses a cost formula and evaluates it with its own exact arithmetic: an independent check of `writeFormula`. It does
 * not use Node, so it also runs in a browser.
 *
 *   formula := sum "=" money;  sum := product (("+" | "−") product)*;  product := factor ("×" factor)*
 *   factor  := "(" sum ")" | money ["/" per] | number;  per := "1M" | "1K" | digits
 *   money   := "$" number | currency number;  currency := three capitals: its rate is one of the following factors
 */
export interface FormulaCheck {
  /** The left side, rounded once, half to even, to nano-USD. */
  nanoUsd: bigint;
  /** The right side. */
  statedNanoUsd: bigint;
  /** Whether both sides are equal. */
  holds: boolean;
}

interface Rational {
  n: bigint;
  d: bigint;
}

const TOKEN = /\s*(?:[A-Z]{3}(?= )|[\d,]+(?:\.\d+)?|[-$()+−×x*=/MK])/y;
const CURRENCY = /^[A-Z]{3}$/;
const NANO = 1_000_000_000n;

/** Evaluates `text`; null if it is not a formula. */
export function evaluateFormula(text: string): FormulaCheck | null {
  const tokens = tokenise(text);
  if (tokens === null) {
    return null;
  }
  try {
    const parser = new Parser(tokens);
    const left = parser.sum();
    parser.expect('=');
    const right = parser.sum();
    parser.end();
    const nanoUsd = roundHalfEven(left.n * NANO, left.d);
    const statedNanoUsd = roundHalfEven(right.n * NANO, right.d);
    return { nanoUsd, statedNanoUsd, holds: nanoUsd === statedNanoUsd && right.n * NANO === statedNanoUsd * right.d };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function tokenise(text: string): string[] | null {
  const tokens: string[] = [];
  let position = 0;
  const trimmed = text.trimEnd();
  while (position < trimmed.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(trimmed);
    if (match === null) {
      return null;
    }
    tokens.push(match[0].trim());
    position = TOKEN.lastIndex;
  }
  return tokens;
}

class Parser {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  sum(): Rational {
    let value = this.product();
    for (;;) {
      if (this.take('+')) {
        value = add(value, this.product());
      } else if (this.take('−') || this.take('-')) {
        const next = this.product();
        value = add(value, { n: -next.n, d: next.d });
      } else {
        return value;
      }
    }
  }

  expect(token: string): void {
    if (!this.take(token)) {
      throw new SyntaxError(`no ${token}`);
    }
  }

  end(): void {
    if (this.at !== this.tokens.length) {
      throw new SyntaxError('more after the end');
    }
  }

  private product(): Rational {
    let value = this.factor();
    while (this.take('×') || this.take('*') || this.take('x')) {
      const next = this.factor();
      value = { n: value.n * next.n, d: value.d * next.d };
    }
    return value;
  }

  private factor(): Rational {
    if (this.take('(')) {
      const value = this.sum();
      this.expect(')');
      return value;
    }
    if (this.take('$') || this.takeCurrency()) {
      const price = this.number();
      return this.take('/') ? { n: price.n, d: price.d * this.per() } : price;
    }
    return this.number();
  }

  private per(): bigint {
    const digits = this.next();
    const unit = UNITS[this.tokens[this.at] ?? ''];
    if (!/^\d+$/.test(digits) || BigInt(digits) === 0n) {
      throw new SyntaxError('no units after /');
    }
    if (unit === undefined) {
      return BigInt(digits);
    }
    this.at += 1;
    return BigInt(digits) * unit;
  }

  private number(): Rational {
    const text = this.next();
    if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(text)) {
      throw new SyntaxError(`${text} is no number`);
    }
    const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.');
    return { n: BigInt(whole + fraction), d: 10n ** BigInt(fraction.length) };
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) {
      throw new SyntaxError('it ends too soon');
    }
    this.at += 1;
    return token;
  }

  private takeCurrency(): boolean {
    const token = this.tokens[this.at];
    return token !== undefined && CURRENCY.test(token) && this.take(token);
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) {
      return false;
    }
    this.at += 1;
    return true;
  }
}

const UNITS: Readonly<Record<string, bigint>> = { K: 1000n, M: 1_000_000n };

function add(a: Rational, b: Rational): Rational {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

function roundHalfEven(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  const remainder = n % d;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const up = twice > d || (twice === d && quotient % 2n !== 0n);
  return up ? quotient + (n < 0n ? -1n : 1n) : quotient;
}
