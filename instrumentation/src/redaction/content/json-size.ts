import { JsonVisitor, type JsonSink } from './json-visitor.ts';
import { withoutDataUrls } from './media.ts';
import { plainValue, type Plain } from './plain-value.ts';

/** Strings of this length or more are cut before anything is left out. */
const LONG = 1024;

export interface JsonSize {
  /** Bytes of the JSON in UTF-8, without the escapes in its strings; media count with the size of their replacement. */
  readonly bytes: number;
  /** Sizes of its long strings, in bytes. */
  readonly longStrings: readonly number[];
  /** False if the value contains more than was read. */
  readonly isWhole: boolean;
}

/** Size of a value as JSON. */
export function jsonSize(plain: Plain): JsonSize {
  const sink = new SizeSink();
  new JsonVisitor(sink).visit(plain);
  return sink;
}

/** Maximum length of a text that is searched for media. Media after it count with their full size. */
const MAX_MEDIA_SEARCH = 128 * 1024;

/** Bytes of `text` after its media are replaced. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text.length < LONG ? text : withoutDataUrls(text, MAX_MEDIA_SEARCH));
}

/** Measures without writing. */
class SizeSink implements JsonSink, JsonSize {
  bytes = 0;
  readonly longStrings: number[] = [];
  isWhole = true;

  read(value: unknown): Plain | undefined {
    return plainValue(value);
  }

  text(text: string): boolean {
    const bytes = sizeOf(text);
    if (bytes >= LONG) this.longStrings.push(bytes);
    this.bytes += bytes + 2;
    return true;
  }

  literal(value: number | boolean | null): boolean {
    this.bytes += String(value).length;
    return true;
  }

  media(mark: string): boolean {
    return this.text(mark);
  }

  tooMany(): boolean {
    this.isWhole = false;
    return false;
  }

  tooDeep(): boolean {
    this.isWhole = false;
    return true;
  }

  circular(): boolean {
    return this.tooDeep();
  }

  open(): boolean {
    this.bytes += 2;
    return true;
  }

  element(index: number): boolean {
    if (index > 0) this.bytes++;
    return true;
  }

  field(name: string, before: number): boolean {
    this.bytes += name.length + 3;
    return this.element(before);
  }

  leaveOutFrom(): boolean {
    return false;
  }

  leaveOutField(): boolean {
    return false;
  }

  closeList(): void {}

  closeObject(): void {}
}
