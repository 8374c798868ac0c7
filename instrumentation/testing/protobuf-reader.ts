/** Reads any protobuf message without its schema. Tests use it to check our encoder with independent code. */

export type Field = bigint | Buffer;
export type Message = Map<number, Field[]>;

export function readMessage(bytes: Buffer): Message {
  const message: Message = new Map();
  let position = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[position++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (size: number) => bytes.subarray(position, (position += size));
  while (position < bytes.length) {
    const tag = Number(varint());
    const values = message.get(tag >> 3) ?? [];
    message.set(tag >> 3, values);
    const wireType = tag & 7;
    if (wireType === 0) values.push(varint());
    else if (wireType === 1) values.push(take(8).readBigUInt64LE());
    else if (wireType === 2) values.push(take(Number(varint())));
    else if (wireType === 5) values.push(BigInt(take(4).readUInt32LE()));
    else throw new Error(`unsupported wire type ${wireType}`);
  }
  return message;
}

export const messages = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((value) => readMessage(value as Buffer));

export const textOf = (message: Message, field: number): string | undefined =>
  message.get(field)?.[0] === undefined ? undefined : (message.get(field)![0] as Buffer).toString();

export type AnyValue = string | number | bigint | boolean | AnyValue[];

export function readAttributes(list: readonly Message[]): Record<string, AnyValue> {
  return Object.fromEntries(list.map((pair) => [textOf(pair, 1)!, readAnyValue(messages(pair, 2)[0]!)]));
}

function readAnyValue(value: Message): AnyValue {
  for (const [field, [content]] of value) {
    if (field === 1) return (content as Buffer).toString();
    if (field === 2) return content === 1n;
    if (field === 3) return asNumberIfSafe(BigInt.asIntN(64, content as bigint));
    if (field === 4) return doubleOf(content as bigint);
    if (field === 5) return messages(readMessage(content as Buffer), 1).map(readAnyValue);
  }
  throw new Error('AnyValue has no known field');
}

function asNumberIfSafe(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

export function doubleOf(bits: bigint): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits);
  return bytes.readDoubleLE();
}
