/** Rows of the first block of an insert in ClickHouse's Native format. The exporter sends one block. */
export function rowsOf(body: Buffer): number {
  // Block info: two numbered fields and the end.
  let offset = body[0] === 1 ? 8 : 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = body[offset++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  varint();
  return varint();
}
