/**
 * A table in the format JSONCompact. `encodeNativeBlock` turns it into the Native block that clients of the Go driver
 * expect for their small queries: they send `client_protocol_version` and then read blocks of that revision, with block
 * info first and a serialization flag for each column. The engine itself writes revision 0.
 */
export interface JsonCompact {
  meta: { name: string; type: string }[];
  data: (string | number)[][];
}

const BLOCK_INFO = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0]);
const DEFAULT_SERIALIZATION = Buffer.from([0]);

/** Encodes `table` as one Native block. Supports strings and integers up to 64 bits; throws for other types. */
export function encodeNativeBlock(table: JsonCompact): Buffer {
  const parts = [BLOCK_INFO, varint(table.meta.length), varint(table.data.length)];
  table.meta.forEach((column, index) => {
    parts.push(text(column.name), text(column.type));
    if (table.data.length > 0) {
      parts.push(DEFAULT_SERIALIZATION);
    }
    for (const row of table.data) {
      parts.push(cell(column.type, row[index] ?? ''));
    }
  });
  return Buffer.concat(parts);
}

function cell(type: string, value: string | number): Buffer {
  if (type === 'String') {
    return text(String(value));
  }
  const bits = /^U?Int(8|16|32|64)$/.exec(type)?.[1];
  if (bits === undefined) {
    throw new Error(`No Native encoding for a column of type ${type}.`);
  }
  const wide = Buffer.alloc(8);
  wide.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
  return wide.subarray(0, Number(bits) / 8);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
