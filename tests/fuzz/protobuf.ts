/** Spans in OTLP's protobuf, with values nested to any depth. */

const TYPE_BYTES = 2;

/** Writes from the end to the start, so that the length of a content is known when its head is written. */
class Backwards {
  #bytes: Buffer;
  #start: number;

  constructor(bytes: number) {
    this.#bytes = Buffer.alloc(bytes);
    this.#start = bytes;
  }

  get length(): number {
    return this.#bytes.length - this.#start;
  }

  put(bytes: Uint8Array): this {
    this.#start -= bytes.length;
    this.#bytes.set(bytes, this.#start);
    return this;
  }

  /** Wraps the current bytes as the content of field `number`. */
  wrap(number: number, from = 0): this {
    return this.put(varint(this.length - from)).put(varint(number * 8 + TYPE_BYTES));
  }

  get result(): Buffer {
    return this.#bytes.subarray(this.#start);
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + TYPE_BYTES), varint(bytes.length), bytes]);
}

function time(number: number, unixMs: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(unixMs) * 1_000_000n);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

/** Maximum bytes per additional level. */
const LEVEL_BYTES = 26;

/** One span with one attribute: the text `leaf` within `levels` nested arrays or key-value lists. */
export function nestedSpan(levels: number, shape: 'array' | 'kvlist', leaf: string): Buffer {
  const text = Buffer.from(leaf);
  const out = new Backwards(levels * LEVEL_BYTES + text.length + 600);
  out.put(text).wrap(1);
  for (let level = 0; level < levels; level++) {
    if (shape === 'array') out.wrap(1).wrap(5);
    else
      out
        .wrap(2)
        .put(field(1, Buffer.from('k')))
        .wrap(1)
        .wrap(6);
  }
  out
    .wrap(2)
    .put(field(1, Buffer.from('nested')))
    .wrap(9);
  const now = Date.now();
  out.put(Buffer.concat([time(7, now), time(8, now + 1)])).put(field(5, Buffer.from('chat')));
  out.put(field(2, Buffer.alloc(8, 7))).put(field(1, Buffer.alloc(16, 7)));
  return out.wrap(2).wrap(2).wrap(1).result;
}
