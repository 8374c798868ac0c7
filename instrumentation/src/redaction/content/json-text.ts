import { firstBytes } from './cut-text.ts';
import { budget, type ContentRules } from './content-rules.ts';
import { MAX_DEPTH, jsonSize, MAX_VALUES, sizeOf, type JsonSize } from './json-size.ts';
import { mediaOfField, withoutDataUrls } from './media.ts';
import { elementOf, fieldNames, fieldOf, plainValue, type Plain } from './plain-value.ts';
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
  const whole = new JsonWriter(rules, { room: limit, maxString: limit + MARGIN, inBytes: false });
  budget.renew();
  const isWritten = whole.write(plain) && !whole.isCut;
  if (isWritten && (whole.text.length * 3 <= limit || Buffer.byteLength(whole.text) <= limit)) return whole.text;
  const size = jsonSize(value);
  const mark = `"[cut]":{"${size.isWhole ? 'originalBytes' : 'originalBytesAtLeast'}":${size.bytes}}`;
  const room = limit - mark.length - MARK_ROOM;
  budget.renew();
  const short = new JsonWriter(rules, { room, maxString: maxLengthThatFits(size, room), inBytes: true });
  return short.write(plain) ? withMark(short, mark) : `{${mark}}`;
}

function withMark({ text: json, isCut }: JsonWriter, mark: string): string {
  if (!isCut) return json;
  const inner = json.slice(0, -1);
  if (json.startsWith('{')) return `${inner}${json === '{}' ? '' : ','}${mark}}`;
  return json.startsWith('[') ? `${inner}${json === '[]' ? '' : ','}{${mark}}]` : json;
}

/** Maximum length of strings with which everything fits; `SHORTEST_CUT` if even that is too long. */
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
  /** Whether room is counted in bytes. Counting in characters instead costs nothing. */
  inBytes: boolean;
}

class JsonWriter {
  text = '';
  /** Whether anything was cut or left out. */
  isCut = false;
  readonly #rules: ContentRules;
  readonly #bounds: Bounds;
  #room: number;
  #values = 0;
  readonly #open: unknown[] = [];

  constructor(rules: ContentRules, bounds: Bounds) {
    this.#rules = rules;
    this.#bounds = bounds;
    this.#room = bounds.room;
  }

  /** False if there is no room for it. `name` is the name of the field that has this value. */
  write(plain: Plain, name = ''): boolean {
    if (++this.#values > MAX_VALUES) return this.#noRoom();
    if (typeof plain === 'string') return this.#writeString(plain, name);
    if (typeof plain === 'number') return this.#add(numberJson(plain, name, this.#rules));
    if (plain === null || typeof plain === 'boolean') return this.#add(String(plain));
    if (this.#open.length >= MAX_DEPTH) return this.#add('"[too deep]"');
    if (this.#open.includes(plain)) return this.#add('"[circular]"');
    if (this.#room < 2 * MARK_ROOM) return this.#noRoom();
    this.#open.push(plain);
    this.#room -= MARK_ROOM;
    if (isList(plain)) this.#writeList(plain, name);
    else this.#writeObject(plain);
    this.#room += MARK_ROOM;
    this.#open.pop();
    return true;
  }

  #noRoom(): false {
    this.isCut = true;
    return false;
  }

  /** Writes without checking the room: an open list or object has reserved it. */
  #mark(piece: string): void {
    this.#room -= piece.length;
    this.text += piece;
  }

  #add(piece: string): boolean {
    const size = this.#bounds.inBytes ? Buffer.byteLength(piece) : piece.length;
    if (size > this.#room) return this.#noRoom();
    this.#room -= size;
    this.text += piece;
    return true;
  }

  #writeString(original: string, name: string): boolean {
    const replacement = name === '' ? undefined : this.#rules.field(name, original);
    if (replacement !== undefined) return this.#add(quoted(replacement));
    const { maxString, inBytes } = this.#bounds;
    const maxLength = maxString + MARGIN;
    const text = original.length > maxLength ? withoutDataUrls(original, maxLength + 1) : original;
    // The value is written once more with shorter strings, so text that will be cut needs no search now.
    if (!inBytes && text.length > maxLength) return this.#noRoom();
    if (text.length > maxLength) {
      return this.#writeCut(this.#rules.text(text.slice(0, maxLength)).slice(0, -MARGIN), original);
    }
    if (text.length <= SHORT) return this.#add(shortText(text, this.#rules).json);
    const shown = this.#rules.text(text);
    if (inBytes && Buffer.byteLength(shown) > maxString) return this.#writeCut(shown, original);
    return this.#add(quoted(shown)) || (shown.length >= MIN_CUT_LENGTH && this.#writeCut(shown, original));
  }

  /** `shown` is the redacted `text`, or its beginning. */
  #writeCut(shown: string, text: string): boolean {
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

  #writeList(list: readonly unknown[], name: string): void {
    this.#mark('[');
    for (let index = 0; index < list.length; index++) {
      const { text } = this;
      const room = this.#room;
      const comma = index === 0 ? '' : ',';
      if (this.#add(comma) && this.write(plainValue(elementOf(list, index)) ?? null, name)) continue;
      this.text = text;
      this.#room = room;
      this.#mark(`${comma}"[cut: ${list.length - index} of ${list.length}]"`);
      break;
    }
    this.#mark(']');
  }

  #writeObject(object: Readonly<Record<string, unknown>>): void {
    const names = fieldNames(object);
    const { inBytes } = this.#bounds;
    let leftOut = 0;
    let comma = '';
    this.#mark('{');
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      const plain = plainValue(fieldOf(object, name));
      if (plain === undefined) continue;
      const { text } = this;
      const room = this.#room;
      // Reserve room for short fields that come later (usage, model).
      const kept = inBytes ? Math.min(names.length - index - 1, 32) * MARK_ROOM : 0;
      this.#room -= kept;
      if (this.#add(`${comma}${shortText(name, this.#rules).json}:`) && this.#writeField(object, name, plain)) {
        this.#room += kept;
        comma = ',';
        continue;
      }
      this.text = text;
      this.#room = room;
      leftOut++;
    }
    this.#mark(leftOut === 0 ? '}' : `${comma}"[left out]":${leftOut}}`);
  }

  #writeField(object: Readonly<Record<string, unknown>>, name: string, plain: Plain): boolean {
    if (typeof plain === 'string') {
      const media = mediaOfField(name, plain, object);
      if (media !== undefined) return this.#add(quoted(media));
      // Logprobs of a model's response: the token is generated text.
      if (name === 'token' && fieldOf(object, 'logprob') !== undefined) return this.#writeString(plain, '');
    }
    return this.write(plain, name);
  }
}

function isList(plain: readonly unknown[] | Readonly<Record<string, unknown>>): plain is readonly unknown[] {
  return Array.isArray(plain);
}

function numberJson(value: number, name: string, rules: ContentRules): string {
  const replacement = name === '' ? undefined : rules.field(name, String(value));
  return replacement === undefined ? String(value) : quoted(replacement);
}
