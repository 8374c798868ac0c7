import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress, gzipSync, zstdCompressSync } from 'node:zlib';
import type { FileFigures, FiguresReader } from './file-figures.ts';
import { parquetFigures } from './parquet-figures.ts';

export const COMPRESSIONS = ['gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** Where the parts of an export go. What is written before `finish` has another name. */
export interface Destination {
  /** Goes on after so many bytes, which are kept; 0: begins again. */
  begin(bytes: number): Promise<void>;
  /** Writes a part. Resolves when it is on the disk, with what was written. */
  write(index: number, bytes: AsyncIterable<Uint8Array>): Promise<FileFigures>;
  /** Bytes written so far. */
  size(): Promise<number>;
  /** Gives the complete export its name. */
  finish(records: number): Promise<void>;
}

export interface TextOptions {
  /** Name of the complete file. */
  path: string;
  compression: Compression | undefined;
  /** Text before the first row, and after the last one. */
  first: string;
  last(records: number): string;
  figuresReader(): FiguresReader;
}

/**
 * A file of lines. With compression, every part is a gzip member, or its equivalent of zstd: such a file decompresses to its parts one after
 * the other, and is the same whether it was written at once or not.
 */
export function textFile({ path, compression, first, last, figuresReader }: TextOptions): Destination {
  const partial = partialName(path);
  const append = (text: string) =>
    text === '' ? Promise.resolve() : writeFile(partial, compressed(text, compression), { flag: 'a', flush: true });
  return {
    async begin(bytes) {
      if (bytes === 0) {
        await writeFile(partial, '');
        await append(first);
      } else {
        await truncate(partial, bytes);
      }
    },
    async write(_, bytes) {
      const reader = figuresReader();
      const target = createWriteStream(partial, { flags: 'a', flush: true });
      await copy(measured(bytes, reader), compression, target);
      return reader.figures;
    },
    size: async () => (await stat(partial)).size,
    async finish(records) {
      await append(last(records));
      await rename(partial, path);
    },
  };
}

/** A folder with a Parquet file for each part. */
export function parquetFolder(path: string): Destination {
  const partial = partialName(path);
  return {
    begin: async () => void (await mkdir(partial, { recursive: true })),
    async write(index, bytes) {
      const file = join(partial, `part-${String(index + 1).padStart(5, '0')}.parquet`);
      await writeParquet(file, bytes);
      return parquetFigures(file);
    },
    size: () => Promise.resolve(0),
    finish: () => rename(partial, path),
  };
}

/** Writes a file that has its name only when it is complete. */
export async function writeParquet(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await copy(bytes, undefined, createWriteStream(partialName(file), { flush: true }));
  await rename(partialName(file), file);
}

/** Name of an export that is not complete. */
export function partialName(path: string): string {
  return `${path}.partial`;
}

/** Copies bytes to a stream; `end`: false keeps the stream open. */
export async function copy(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression | undefined,
  target: NodeJS.WritableStream,
  { end = true } = {},
): Promise<void> {
  const source = Readable.from(bytes, { objectMode: false });
  await (compression === undefined
    ? pipeline(source, target, { end })
    : pipeline(source, compression === 'gzip' ? createGzip() : createZstdCompress(), target, { end }));
}

export function compressed(text: string, compression: Compression | undefined): string | Buffer {
  switch (compression) {
    case 'gzip':
      return gzipSync(text);
    case 'zstd':
      return zstdCompressSync(text);
    case undefined:
      return text;
  }
}

/** The same bytes, of which `reader` reads the figures. */
export async function* measured(
  bytes: AsyncIterable<Uint8Array>,
  reader: FiguresReader,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const some of bytes) {
    reader.read(some);
    yield some;
  }
}
