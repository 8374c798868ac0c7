import { open } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import type { FileFigures } from './file-figures.ts';

/** Nano-USD of a value: the ledger's integer, or a decimal of USD. */
const NANO = { cost_charged: 1, cost_charged_usd: 1e9 } as const;

/** Reads the figures of a Parquet file. Only the column of the charged cost is decoded. */
export async function parquetFigures(path: string): Promise<FileFigures> {
  const handle = await open(path);
  try {
    const file = await bufferOf(handle);
    const metadata = await parquetMetadataAsync(file);
    const names = metadata.schema.map(({ name }) => name);
    const column = (['cost_charged', 'cost_charged_usd'] as const).find((name) => names.includes(name));
    const records = Number(metadata.num_rows);
    if (column === undefined) {
      return { records, charged: null };
    }
    const rows = await parquetReadObjects({ file, metadata, columns: [column], compressors: { ZSTD: decompress } });
    return { records, charged: rows.reduce((sum, row) => sum + nanoOf(row[column], NANO[column]), 0n) };
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

function decompress(bytes: Uint8Array): Uint8Array {
  return zstdDecompressSync(bytes);
}

function nanoOf(value: unknown, perUnit: number): bigint {
  if (value === null || value === undefined) {
    return 0n;
  }
  // A decimal is read as a number. Below nine million USD it has every digit.
  return typeof value === 'bigint' ? value * BigInt(perUnit) : BigInt(Math.round(Number(value) * perUnit));
}
