import { PriceBook } from '../book/book.ts';
import type { BookDocument } from '../book/document.ts';
import { formatPriceFileError, parsePriceFile } from './parse.ts';

export interface PriceFileOptions {
  path: string;
  /** Returns the text of the file; throws if it cannot be read. */
  read: (path: string) => string;
  /** Public prices below the operator's own; usually `snapshotDocument()`. */
  snapshot: BookDocument;
  /** Receives the problems of a broken file, one line per message. */
  report: (message: string) => void;
}

/**
 * The price book of an operator's file on top of the snapshot. If the file is broken or missing, the last good prices
 * stay in force and the problem is reported with file and line.
 */
export class PriceFile {
  private readonly options: PriceFileOptions;
  private current: PriceBook;
  private text: string | null = null;
  private reported: string | null = null;

  constructor(options: PriceFileOptions) {
    this.options = options;
    this.current = new PriceBook([{ document: options.snapshot, source: 'snapshot' }]);
    this.reload();
  }

  get book(): PriceBook {
    return this.current;
  }

  /** Reads the file again; returns whether the book changed. */
  reload(): boolean {
    let text: string;
    try {
      text = this.options.read(this.options.path);
    } catch (error) {
      this.reportOnce([`${this.options.path}: ${error instanceof Error ? error.message : String(error)}`]);
      return false;
    }
    if (text === this.text) {
      return false;
    }
    this.text = text;
    const parsed = parsePriceFile(text);
    if ('errors' in parsed) {
      this.reportOnce(parsed.errors.map((error) => formatPriceFileError(this.options.path, error)));
      return false;
    }
    this.reported = null;
    this.current = new PriceBook([
      { document: parsed.document, source: 'operator' },
      { document: this.options.snapshot, source: 'snapshot' },
    ]);
    return true;
  }

  /** Reports each problem once, not on every reload of the same broken file. */
  private reportOnce(messages: readonly string[]): void {
    const text = messages.join('\n');
    if (text !== this.reported) {
      this.reported = text;
      for (const message of messages) {
        this.options.report(`price file ignored; the last good prices stay in force: ${message}`);
      }
    }
  }
}

const DEFAULT_INTERVAL_MS = 5000;

/**
 * Reloads the file every `intervalMs` (default 5000) without keeping the process alive; returns a function that stops
 * it.
 */
export function watchPriceFile(file: PriceFile, intervalMs = DEFAULT_INTERVAL_MS): () => void {
  const timer = setInterval(() => file.reload(), intervalMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
