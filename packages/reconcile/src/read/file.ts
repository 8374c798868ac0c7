import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Fields } from './fields.ts';
import { parseJson, type JsonNode } from './json.ts';
import { ExportError } from './problem.ts';

/** A file of an export. `open` may be called more than once and starts at the beginning each time. */
export interface ExportFile {
  name: string;
  open(): AsyncIterable<Uint8Array>;
}

export type FileForm = 'json' | 'csv';

const GZIP = [0x1f, 0x8b];

/** The bytes of a file, unpacked if it is packed by gzip. */
async function* bytesOf(file: ExportFile): AsyncIterable<Uint8Array> {
  const first = await firstOf(file);
  const source = Readable.from(file.open());
  if (GZIP.every((byte, index) => first[index] === byte)) {
    const unpacked = createGunzip();
    source.on('error', (error) => unpacked.destroy(error));
    yield* source.pipe(unpacked);
  } else {
    yield* source;
  }
}

async function firstOf(file: ExportFile): Promise<Uint8Array> {
  for await (const chunk of file.open()) {
    if (chunk.length > 0) return chunk;
  }
  throw new ExportError(file.name, null, 'is empty');
}

/** Whether a file is JSON or CSV, by its first characters. */
export async function formOf(file: ExportFile): Promise<FileForm> {
  for await (const chunk of bytesOf(file)) {
    const start = Buffer.from(chunk.subarray(0, 4096))
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart();
    if (start.startsWith('PAR1')) {
      throw new ExportError(file.name, null, 'is a Parquet file; export CSV, or convert it to CSV');
    }
    if (start.startsWith('PK\u0003\u0004')) {
      throw new ExportError(file.name, null, 'is a ZIP archive; unpack it and name the files in it');
    }
    if (start !== '') {
      return start.startsWith('{') || start.startsWith('[') ? 'json' : 'csv';
    }
  }
  throw new ExportError(file.name, null, 'is empty');
}

/** The JSON values of a file: one document, or one value a line. A file of lines is read line by line. */
export async function* jsonValuesOf(file: ExportFile): AsyncIterable<JsonNode> {
  let pending = '';
  let line = 0;
  let byLine: boolean | undefined;
  for await (const text of linesOf(file)) {
    line += 1;
    byLine ??= text.trim() === '' ? undefined : isWhole(text);
    if (byLine !== true) {
      pending += `${text}\n`;
    } else if (text.trim() !== '') {
      yield parseJson(file.name, text, line);
    }
  }
  if (pending.trim() !== '') {
    yield parseJson(file.name, pending);
  }
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

async function* linesOf(file: ExportFile): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of bytesOf(file)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  yield rest + decoder.decode();
}

/** The header of a CSV file, and its rows. Rows without any value are left out. */
export interface CsvRows {
  header: readonly string[];
  rows: AsyncIterable<Fields>;
}

/** Opens a CSV file: with or without a byte order mark, lines that end with LF or CRLF, quoted newlines. */
export async function openCsv(file: ExportFile): Promise<CsvRows> {
  const records = csvRecords(file)[Symbol.asyncIterator]();
  const first = await records.next();
  if (first.done === true) {
    throw new ExportError(file.name, null, 'is empty');
  }
  const header = first.value.values.map((name) => name.trim());
  const position = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  async function* rows(): AsyncIterable<Fields> {
    for (let next = await records.next(); next.done !== true; next = await records.next()) {
      const { values, line } = next.value;
      if (values.length !== header.length) {
        throw new ExportError(file.name, line, `has ${values.length} fields, the header has ${header.length}`);
      }
      if (values.some((value) => value !== '')) {
        yield new Fields(file.name, line, (name) => values[position.get(name.toLowerCase()) ?? -1] ?? null);
      }
    }
  }
  return { header, rows: rows() };
}

async function* csvRecords(file: ExportFile): AsyncIterable<{ values: string[]; line: number }> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  const source = Readable.from(bytesOf(file));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { values: record, line: info.lines };
    }
  } catch (error) {
    if (error instanceof CsvError) {
      throw new ExportError(file.name, Number(error.lines ?? 0) || null, `is not valid CSV: ${error.message}`);
    }
    throw error;
  }
}
