import { open } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import type { FileFigures } from './file-figures.ts';

/** The charged cost in nano-USD: the ledger's integer, or a decimal of USD with nine decimals, stored as an integer too. */
const CHARGED = ['cost_charged', 'cost_charged_usd'];

/** Reads the figures of a Parquet file. Only the column of the charged cost is decoded. */
export async function parquetFigures(path: string): Promise<FileFigures> {
  const handle = await open(path);
  try {
    const file = await bufferOf(handle);
    const metadata = await parquetMetadataAsync(file);
    const records = Number(metadata.num_rows);
    const column = metadata.schema.find(({ name }) => CHARGED.includes(name));
    if (column === undefined) {
      return { records, charged: null };
    }
    // As a decimal, the reader would round the value to a number.
    delete column.logical_type;
    delete column.converted_type;
    const rows = await parquetReadObjects({
      file,
      metadata,
      columns: [column.name],
      utf8: false,
      compressors: { ZSTD: (bytes) => zstdDecompressSync(bytes) },
    });
    return { records, charged: rows.reduce((sum, row) => sum + integerOf(row[column.name]), 0n) };
  } finally {
    await handle.close();
  }
}

async function bufferOf(handle: Awaited<ReturnType<typeof open>>): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const from = start < 0 ? size + start : start;
      const bytes = new Uint8Array(end - from);
      await handle.read(bytes, 0, bytes.length, from);
      return bytes.buffer;
    },
  };
}

/** An integer of 64 bits, or one of more bytes, the highest first. */
function integerOf(value: unknown): bigint {
  if (value instanceof Uint8Array) {
    return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`));
  }
  return typeof value === 'bigint' ? value : 0n;
}
