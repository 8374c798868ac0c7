import {
  exportPartRequest,
  httpTransport,
  lineWriter,
  type ExportPartRequest,
  type HttpTransportOptions,
} from '@tokentrail/usage-store';
import type { Io } from '../io.ts';
import {
  compressed,
  copy,
  measured,
  parquetFolder,
  textFile,
  type Compression,
  type Destination,
} from './destination.ts';
import { readState, removeState, writeState, type ExportState } from './export-state.ts';
import { csvFigures, jsonLinesFigures, type FileFigures, type FiguresReader } from './file-figures.ts';
import { recordBuckets, rangeText, sumOf } from './ledger-figures.ts';
import { PartSource } from './part-source.ts';
import { planParts, type Part } from './plan.ts';
import { Progress } from './progress.ts';

export interface RecordExport {
  /** What is exported. The range is computed again at each run. */
  request: ExportPartRequest;
  compression: Compression | undefined;
  /** The options as they were given. */
  given: string;
  /** Reads the ledger. */
  account: HttpTransportOptions;
}

/** Rows of a part. Lines of text need more of a reader's result than the columns of a Parquet file. */
const MAX_RECORDS: Readonly<Record<ExportPartRequest['format'], number>> = {
  csv: 50_000,
  jsonl: 50_000,
  parquet: 100_000,
};

/** What was written, and the range that it covers. */
export interface ExportedFile {
  path: string | undefined;
  range: ExportPartRequest['range'];
  figures: FileFigures;
}

/**
 * Writes the selected records to `path`, newest first. A run that was ended before goes on after its last complete part, with
 * the parts and the range that it had, so the file is the same as of one run.
 * @throws UserError if the ledger or the file fails; repeat the command then.
 */
export async function exportToFile(path: string, job: RecordExport, io: Io): Promise<ExportedFile> {
  const earlier = await readState(path, job.given);
  if (earlier !== undefined) {
    io.stderr.write(
      `tokentrail: ${path} goes on after ${earlier.figures.records} rows (${rangeText(earlier.range)})\n`,
    );
  }
  const destination = destinationOf(path, job);
  await destination.begin(earlier?.bytes ?? 0);
  let state = earlier ?? (await newState(job, await destination.size()));
  await writeState(path, state);
  const progress = new Progress(io);
  const source = sourceOf(job);
  try {
    for (const part of state.parts.slice(state.done)) {
      const figures = await destination.write(state.done, source.read(part, state.parts[state.done + 1]));
      state = {
        ...state,
        done: state.done + 1,
        bytes: await destination.size(),
        figures: sumOf(state.figures, figures),
      };
      await writeState(path, state);
      progress.show(`${path}: ${state.figures.records} rows, part ${state.done} of ${state.parts.length}`);
    }
    await destination.finish(state.figures.records);
    await removeState(path);
  } finally {
    progress.end();
    source.end();
  }
  return { path, range: state.range, figures: state.figures };
}

/** Writes the selected records to the standard output, as text. */
export async function exportToOutput(job: RecordExport, io: Io): Promise<ExportedFile> {
  const { range, parts } = await newState(job, 0);
  const source = sourceOf(job);
  const writer = writerOf(job.request);
  let figures = noFigures(job.request);
  const out = (text: string) => io.stdout.write(compressed(text, job.compression));
  try {
    if (writer.first !== '') {
      out(writer.first);
    }
    for (const [index, part] of parts.entries()) {
      const reader = figuresReaderOf(job.request);
      await copy(measured(source.read(part, parts[index + 1]), reader), job.compression, io.stdout, { end: false });
      figures = sumOf(figures, reader.figures);
    }
    out(writer.last(figures.records));
  } finally {
    source.end();
  }
  return { path: undefined, range, figures };
}

/** Figures of a file without records. */
function noFigures({ columns }: ExportPartRequest): FileFigures {
  return { records: 0, charged: columns.includes('costCharged') ? 0n : null };
}

async function newState({ request, given, account }: RecordExport, bytes: number): Promise<ExportState> {
  const reader = httpTransport(account);
  const parts = await planParts(request.range, {
    bucketsOf: (range, bucketMs) => recordBuckets(reader, { range, filter: request.filter }, bucketMs),
    maxRecords: MAX_RECORDS[request.format],
  });
  return { given, range: request.range, parts: parts.toReversed(), done: 0, bytes, figures: noFigures(request) };
}

function sourceOf({ account, request }: RecordExport): PartSource<Part> {
  return new PartSource(account, ({ fromMs, toMs }) => exportPartRequest({ ...request, range: { fromMs, toMs } }));
}

function destinationOf(path: string, { request, compression }: RecordExport): Destination {
  return request.format === 'parquet'
    ? parquetFolder(path)
    : textFile({ path, compression, ...writerOf(request), figuresReader: () => figuresReaderOf(request) });
}

function writerOf({ format, columns }: ExportPartRequest): { first: string; last(records: number): string } {
  const writer = lineWriter(format === 'csv' ? 'csv' : 'jsonl', columns);
  return { first: writer.first(), last: (records) => writer.last(records) };
}

function figuresReaderOf({ format, columns }: ExportPartRequest): FiguresReader {
  const position = columns.indexOf('costCharged');
  return format === 'csv' ? csvFigures(position) : jsonLinesFigures(position >= 0);
}
