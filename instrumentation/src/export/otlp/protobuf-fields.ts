/** One field of an encoded message, with the position of the field and of its content. */
export interface RawField {
  number: number;
  /** Start of the field, including its tag. */
  start: number;
  end: number;
  /** Start of a delimited field's content, or of any other field's value. */
  contentStart: number;
  /** Value of a varint field, length of a delimited one; 0 for others. */
  value: number;
}

/**
 * Iterates over the undecoded fields of an encoded message, so that one can be dropped without encoding the rest again.
 * Throws a RangeError if the bytes are not a message.
 */
export function* rawFields(bytes: Uint8Array, from = 0, to = bytes.length): Generator<RawField> {
  let at = from;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || at > to || factor > 2 ** 63) throw new RangeError('no protobuf message');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < to) {
    const start = at;
    const tag = varint();
    const wireType = tag & 7;
    const value = wireType === 0 || wireType === 2 ? varint() : 0;
    const contentStart = at;
    if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) at += value;
    if (at > to || wireType === 3 || wireType === 4 || wireType > 5) throw new RangeError('no protobuf message');
    yield { number: Math.floor(tag / 8), start, end: at, contentStart, value };
  }
}
