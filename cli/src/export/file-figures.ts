/** What a file of records contains, read from the file itself. */
export interface FileFigures {
  records: number;
  /** Sum of the known charged costs, nano-USD. Null: the file has no such column. */
  charged: bigint | null;
}

/** Reads the figures of the lines that pass. */
export interface FiguresReader {
  readonly figures: FileFigures;
  read(bytes: Uint8Array): void;
}

const [QUOTE, COMMA, LINE_FEED, POINT, MINUS, ZERO, NINE] = [34, 44, 10, 46, 45, 48, 57] as const;

/**
 * Reads lines of CSV without a header.
 * @param chargedColumn Position of the charged cost; -1: the file has no such column.
 */
export function csvFigures(chargedColumn: number): FiguresReader {
  const figures: FileFigures = { records: 0, charged: chargedColumn < 0 ? null : 0n };
  const amount = new AmountReader(figures);
  let column = 0;
  let isQuoted = false;
  return {
    figures,
    read(bytes) {
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (isQuoted) {
          // A doubled quote ends the text and begins it again.
          const end = byte === QUOTE ? at : bytes.indexOf(QUOTE, at);
          at = end < 0 ? bytes.length : end;
          isQuoted = end < 0;
        } else if (byte === QUOTE) {
          isQuoted = true;
        } else if (byte === COMMA || byte === LINE_FEED) {
          amount.end();
          column = byte === COMMA ? column + 1 : 0;
          figures.records += byte === LINE_FEED ? 1 : 0;
        } else if (column === chargedColumn) {
          amount.add(byte);
        }
      }
    },
  };
}

/** Reads JSON Lines with the member `cost_charged_usd`. */
export function jsonLinesFigures(hasCharged: boolean): FiguresReader {
  const figures: FileFigures = { records: 0, charged: hasCharged ? 0n : null };
  const amount = new AmountReader(figures);
  let rest = Buffer.alloc(0);
  return {
    figures,
    read(bytes) {
      const text = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      let start = 0;
      for (let end = text.indexOf(LINE_FEED); end >= 0; end = text.indexOf(LINE_FEED, start)) {
        figures.records += 1;
        if (hasCharged) {
          readMember(text.subarray(start, end), amount);
        }
        start = end + 1;
      }
      rest = text.subarray(start);
    },
  };
}

const MEMBER = '"cost_charged_usd":"';
const TAGS = '"tags":{';

/** Reads the member of a line. No text contains it, because quotes within a text are escaped, but a tag may have its name. */
function readMember(line: Buffer, amount: AmountReader): void {
  const tags = line.indexOf(TAGS);
  if (tags >= 0 && line.indexOf(MEMBER, tags) >= 0) {
    const { cost_charged_usd: text } = JSON.parse(line.toString()) as { cost_charged_usd?: string };
    amount.addAll(Buffer.from(text ?? ''), 0);
  } else {
    const at = line.indexOf(MEMBER);
    amount.addAll(line, at < 0 ? line.length : at + MEMBER.length);
  }
}

/** Adds decimals of USD, read byte by byte. */
class AmountReader {
  readonly #figures: FileFigures;
  #digits = '';
  #decimals = -1;
  #isNegative = false;

  constructor(figures: FileFigures) {
    this.#figures = figures;
  }

  /** False if `byte` does not belong to a decimal. */
  add(byte: number): boolean {
    if (byte >= ZERO && byte <= NINE) {
      this.#digits += String.fromCharCode(byte);
      this.#decimals += this.#decimals < 0 ? 0 : 1;
    } else if (byte === POINT) {
      this.#decimals = 0;
    } else if (byte === MINUS) {
      this.#isNegative = true;
    } else {
      return false;
    }
    return true;
  }

  /** Adds the decimal that begins at `from`, if there is one. */
  addAll(bytes: Uint8Array, from: number): void {
    for (let at = from; this.add(bytes[at] ?? 0); at += 1);
    this.end();
  }

  end(): void {
    if (this.#digits === '') {
      return;
    }
    const nano = BigInt(this.#digits) * 10n ** BigInt(9 - Math.max(0, this.#decimals));
    this.#figures.charged = (this.#figures.charged ?? 0n) + (this.#isNegative ? -nano : nano);
    this.#digits = '';
    this.#decimals = -1;
    this.#isNegative = false;
  }
}
