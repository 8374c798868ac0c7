/** Longer texts are measured before writing, because reserving three bytes per character would triple the buffer. */
const MAX_UNMEASURED_LENGTH = 256 * 1024;

/**
 * Writes protobuf from back to front: when the length of a message is written, the message already follows it, so
 * nothing is measured first or moved. Fields of a message are therefore written last to first.
 */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafeSlow(64 * 1024);
  #at = this.#buffer.length;

  /** Bytes written since the start. Positions are counted from the end, so growing does not change them. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  /** Returns a copy of the written bytes and empties the writer. */
  take(): Uint8Array {
    // Uses Buffer's pool: most records are small, and a separate allocation would cost more than the copy.
    const bytes = Buffer.allocUnsafe(this.length);
    this.#buffer.copy(bytes, 0, this.#at);
    this.#at = this.#buffer.length;
    return bytes;
  }

  reset(): void {
    this.#at = this.#buffer.length;
  }

  #reserve(size: number): void {
    if (this.#at >= size) {
      return;
    }
    const used = this.length;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, used + size + 1024));
    this.#buffer.copy(grown, grown.length - used, this.#at);
    this.#buffer = grown;
    this.#at = grown.length - used;
  }

  /** A non-negative integer below 2^53. */
  varint(value: number): void {
    this.#reserve(10);
    const buffer = this.#buffer;
    if (value < 0x80) {
      buffer[--this.#at] = value;
      return;
    }
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
    let at = (this.#at -= size);
    let rest = value;
    while (rest >= 0x80) {
      buffer[at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    buffer[at] = rest;
  }

  /** Any int64, two's complement. */
  varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    const bytes: number[] = [];
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.bytes(Uint8Array.from(bytes));
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[--this.#at] = value;
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#buffer.writeBigUInt64LE(value, this.#at);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#at -= 4;
    this.#buffer.writeUInt32LE(value, this.#at);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#buffer.writeDoubleLE(value, this.#at);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#at -= value.length;
    this.#buffer.set(value, this.#at);
  }

  /** Writes the bytes of hex digits. */
  hex(digits: string): void {
    const size = digits.length / 2;
    this.#reserve(size);
    this.#at -= size;
    this.#buffer.write(digits, this.#at, 'hex');
  }

  /** Writes the length and the UTF-8 bytes of a text. */
  string(text: string): void {
    const start = this.length;
    if (!this.#shortAscii(text)) this.#utf8(text);
    this.varint(this.length - start);
  }

  /**
   * Writes the text into enough reserved space and then moves it to its position: measuring it first costs as much as
   * writing it.
   */
  #utf8(text: string): void {
    const maxSize = text.length > MAX_UNMEASURED_LENGTH ? Buffer.byteLength(text) : text.length * 3;
    this.#reserve(maxSize);
    const start = this.#at - maxSize;
    const size = this.#buffer.write(text, start, maxSize, 'utf8');
    this.#at -= size;
    if (size < maxSize) this.#buffer.copyWithin(this.#at, start, start + size);
  }

  /** Writes short ASCII, which most values are: a loop is several times faster than a call into the encoder. */
  #shortAscii(text: string): boolean {
    const size = text.length;
    if (size > 48) {
      return false;
    }
    this.#reserve(size);
    const buffer = this.#buffer;
    const at = this.#at - size;
    for (let i = 0; i < size; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at + i] = code;
    }
    this.#at = at;
    return true;
  }

  /** Ends a length-delimited field whose content was written since `start`. */
  delimit(tag: number, start: number): void {
    this.varint(this.length - start);
    this.varint(tag);
  }
}
