/** What is longer would make the buffer three times as large as it must be. */
const LONGEST_MOVED = 256 * 1024;

/**
 * Writes protobuf back to front: when a message's length must be written, the message already stands behind it, so
 * nothing is measured first and nothing moved. Fields of a message are therefore written last to first.
 */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafeSlow(64 * 1024);
  #at = this.#buffer.length;

  /** Bytes written since the start. Positions are counted from the end, so growing does not change them. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  /** A copy of what was written; the writer is empty afterwards. */
  take(): Uint8Array {
    // From Buffer's pool: most records are small, and an allocation of its own for each would cost more than the copy.
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

  /** Hex digits as the bytes they stand for. */
  hex(digits: string): void {
    const size = digits.length / 2;
    this.#reserve(size);
    this.#at -= size;
    this.#buffer.write(digits, this.#at, 'hex');
  }

  /** UTF-8 with its length in front. */
  string(text: string): void {
    const start = this.length;
    if (!this.#shortAscii(text)) this.#utf8(text);
    this.varint(this.length - start);
  }

  /** Written where it surely fits, and moved to where it belongs: asking for its size first costs as much as writing it. */
  #utf8(text: string): void {
    const most = text.length > LONGEST_MOVED ? Buffer.byteLength(text) : text.length * 3;
    this.#reserve(most);
    const start = this.#at - most;
    const size = this.#buffer.write(text, start, most, 'utf8');
    this.#at -= size;
    if (size < most) this.#buffer.copyWithin(this.#at, start, start + size);
  }

  /** Most values are short and ASCII; a loop is then several times faster than a call into the encoder. */
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
