import { firstBytes } from './cut-text.ts';
import { budget, type ContentRules } from './content-rules.ts';
import { jsonSize, sizeOf, type JsonSize } from './json-size.ts';
import { JsonVisitor, type JsonSink } from './json-visitor.ts';
import { withoutDataUrls } from './media.ts';
import { plainValue, type Plain } from './plain-value.ts';
import { quoted, SHORT, shortText } from './short-text.ts';

/** Longer than any key. A key may be cut in half within this margin at the end of a searched part. */
export const MARGIN = 16 * 1024;
/** Strings are cut down to this length at most before anything is left out. */
const MIN_CUT_LENGTH = 256;
/** Room for one mark of missing content, in bytes. */
const MARK_ROOM = 64;

/**
 * `value` as JSON of at most `limit` bytes, redacted by `rules`. If it is longer, cuts long strings first, then leaves
 * out the ends of lists, each with a mark; `[cut]` contains the size of the complete value. Catches errors that `value`
 * throws when it is read, and reads no stream. Undefined for values that JSON cannot express.
 */
export function jsonText(value: unknown, limit: number, rules: ContentRules): string | undefined {
  const plain = plainValue(value);
  if (plain === undefined) return undefined;
  const whole = new TextSink(rules, { room: limit, maxString: limit + MARGIN, mayCut: false });
  budget.renew();
  const isWritten = new JsonVisitor(whole).visit(plain);
  if (isWritten && (whole.json.length * 3 <= limit || Buffer.byteLength(whole.json) <= limit)) return whole.json;
  const size = jsonSize(plain);
  const mark = `"[cut]":{"${size.isWhole ? 'originalBytes' : 'originalBytesAtLeast'}":${size.bytes}}`;
  const room = limit - mark.length - MARK_ROOM;
  budget.renew();
  const short = new TextSink(rules, { room, maxString: maxLengthThatFits(size, room), mayCut: true });
  return new JsonVisitor(short).visit(plain) ? withMark(short, mark) : `{${mark}}`;
}

function withMark({ json, isCut }: TextSink, mark: string): string {
  if (!isCut) return json;
  const inner = json.slice(0, -1);
  if (json.startsWith('{')) return `${inner}${json === '{}' ? '' : ','}${mark}}`;
  return json.startsWith('[') ? `${inner}${json === '[]' ? '' : ','}{${mark}}]` : json;
}

/** Maximum length of strings with which everything fits; `MIN_CUT_LENGTH` if even that is too long. */
function maxLengthThatFits({ bytes, longStrings }: JsonSize, room: number): number {
  const rest = longStrings.reduce((left, length) => left - length, bytes);
  let maxString = MIN_CUT_LENGTH;
  for (let step = 2 ** 24; step >= 64; step /= 2) {
    const needed = longStrings.reduce((sum, length) => sum + Math.min(length, maxString + step + MARK_ROOM), rest);
    if (needed <= room) maxString += step;
  }
  return maxString;
}

interface Bounds {
  room: number;
  /** Maximum length of a string, in bytes. */
  maxString: number;
  /**
   * Whether anything may be cut or left out. If not, room is counted in characters, which costs nothing, and the first
   * part without room ends the visit.
   */
  mayCut: boolean;
}

/** Writes the value, redacted, as far as there is room. */
class TextSink implements JsonSink {
  json = '';
  /** Whether anything was cut or left out. */
  isCut = false;
  readonly #rules: ContentRules;
  readonly #bounds: Bounds;
  #room: number;
  #depth = 0;
  // By depth: what was written before the current element or field, the room that was left, and the room that the field
  // reserves for those after it.
  readonly #jsonBefore: string[] = [];
  readonly #roomBefore: number[] = [];
  readonly #reserved: number[] = [];

  constructor(rules: ContentRules, bounds: Bounds) {
    this.#rules = rules;
    this.#bounds = bounds;
    this.#room = bounds.room;
  }

  read(value: unknown): Plain | undefined {
    return plainValue(value);
  }

  text(original: string, name: string): boolean {
    const replacement = name === '' ? undefined : this.#rules.field(name, original);
    if (replacement !== undefined) return this.#add(quoted(replacement));
    const { maxString, mayCut } = this.#bounds;
    const maxLength = maxString + MARGIN;
    const text = original.length > maxLength ? withoutDataUrls(original, maxLength + 1) : original;
    if (text.length > maxLength) {
      return mayCut && this.#addCut(this.#rules.text(text.slice(0, maxLength)).slice(0, -MARGIN), original);
    }
    if (text.length <= SHORT) return this.#add(shortText(text, this.#rules).json);
    const shown = this.#rules.text(text);
    if (!mayCut) return this.#add(quoted(shown));
    if (Buffer.byteLength(shown) > maxString) return this.#addCut(shown, original);
    return this.#add(quoted(shown)) || (shown.length >= MIN_CUT_LENGTH && this.#addCut(shown, original));
  }

  literal(value: number | boolean | null, name: string): boolean {
    const replacement = typeof value !== 'number' || name === '' ? undefined : this.#rules.field(name, String(value));
    return this.#add(replacement === undefined ? String(value) : quoted(replacement));
  }

  media(mark: string): boolean {
    return this.#add(quoted(mark));
  }

  tooMany(): boolean {
    return this.#noRoom();
  }

  tooDeep(): boolean {
    return this.#add('"[too deep]"');
  }

  circular(): boolean {
    return this.#add('"[circular]"');
  }

  open(isList: boolean): boolean {
    if (this.#room < 2 * MARK_ROOM) return this.#noRoom();
    this.#room -= MARK_ROOM;
    this.#mark(isList ? '[' : '{');
    this.#reserved[++this.#depth] = 0;
    return true;
  }

  element(index: number): boolean {
    this.#save(0);
    return index === 0 || this.#add(',');
  }

  field(name: string, before: number, after: number): boolean {
    // Reserve room for short fields that come later (usage, model).
    this.#save(Math.min(after, 32) * MARK_ROOM);
    return this.#add(`${before === 0 ? '' : ','}${shortText(name, this.#rules).json}:`);
  }

  leaveOutFrom(index: number, length: number): boolean {
    if (!this.leaveOutField()) return false;
    this.#mark(`${index === 0 ? '' : ','}"[cut: ${length - index} of ${length}]"`);
    return true;
  }

  leaveOutField(): boolean {
    if (!this.#bounds.mayCut) return false;
    this.json = this.#jsonBefore[this.#depth]!;
    this.#room = this.#roomBefore[this.#depth]!;
    this.#reserved[this.#depth] = 0;
    return true;
  }

  closeList(): void {
    this.#close(']');
  }

  closeObject(kept: number, leftOut: number): void {
    this.#close(leftOut === 0 ? '}' : `${kept === 0 ? '' : ','}"[left out]":${leftOut}}`);
  }

  #close(piece: string): void {
    this.#mark(piece);
    this.#room += this.#reserved[this.#depth--]!;
    this.#room += MARK_ROOM;
  }

  /** Notes what a cut goes back to, and reserves room. */
  #save(reserved: number): void {
    if (!this.#bounds.mayCut) return;
    const depth = this.#depth;
    this.#room += this.#reserved[depth]!;
    this.#jsonBefore[depth] = this.json;
    this.#roomBefore[depth] = this.#room;
    this.#reserved[depth] = reserved;
    this.#room -= reserved;
  }

  #noRoom(): false {
    this.isCut = true;
    return false;
  }

  /** Writes without checking the room: an open list or object has reserved it. */
  #mark(piece: string): void {
    this.#room -= piece.length;
    this.json += piece;
  }

  #add(piece: string): boolean {
    const size = this.#bounds.mayCut ? Buffer.byteLength(piece) : piece.length;
    if (size > this.#room) return this.#noRoom();
    this.#room -= size;
    this.json += piece;
    return true;
  }

  /** `shown` is the redacted `text`, or its beginning. */
  #addCut(shown: string, text: string): boolean {
    this.isCut = true;
    const mark = `… [cut: ${sizeOf(text)} bytes]`;
    const maxLength = Math.min(this.#bounds.maxString, this.#room - MARK_ROOM);
    for (let room = maxLength; room >= MARK_ROOM;) {
      const piece = quoted(firstBytes(shown, room) + mark);
      const over = Buffer.byteLength(piece) - maxLength - MARK_ROOM;
      if (over <= 0) return this.#add(piece);
      // Escaping made quotes and newlines longer.
      room -= Math.max(over, room >> 4, 1);
    }
    return false;
  }
}
