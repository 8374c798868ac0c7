import { PriceBook } from '../book/book.ts';
import type { BookDocument } from '../book/document.ts';
import { formatPriceFileError, parsePriceFile } from './parse.ts';

export interface PriceFileOptions {
  path: string;
  /** Text of the file; throws where it cannot be read. */
  read: (path: string) => string;
  /** Public prices under the operator's own; usually `snapshotDocument()`. */
  snapshot: BookDocument;
  /** Where a broken file is reported, one line a message. */
  report: (message: string) => void;
}

/**
 * The price book of an operator's file over the snapshot. A file that is broken, or gone, changes nothing: the last
 * good one stays, and what is wrong is reported with file and line.
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

  /** Reads the file again; true where the book changed. */
  reload(): boolean {
    let text: string;
    try {
      text = this.options.read(this.options.path);
    } catch (error) {
      this.complain([`${this.options.path}: ${error instanceof Error ? error.message : String(error)}`]);
      return false;
    }
    if (text === this.text) {
      return false;
    }
    this.text = text;
    const parsed = parsePriceFile(text);
    if ('errors' in parsed) {
      this.complain(parsed.errors.map((error) => formatPriceFileError(this.options.path, error)));
      return false;
    }
    this.reported = null;
    this.current = new PriceBook([
      { document: parsed.document, source: 'operator' },
      { document: this.options.snapshot, source: 'snapshot' },
    ]);
    return true;
  }

  /** Says it once, not at every look at the same broken file. */
  private complain(messages: readonly string[]): void {
    const whole = messages.join('\n');
    if (whole !== this.reported) {
      this.reported = whole;
      for (const message of messages) {
        this.options.report(`price file ignored, the last good prices stay in force: ${message}`);
      }
    }
  }
}

const DEFAULT_INTERVAL_MS = 5000;

/** Looks at the file every `intervalMs` (default 5000) without keeping the process alive; returns how to stop. */
export function watchPriceFile(file: PriceFile, intervalMs = DEFAULT_INTERVAL_MS): () => void {
  const timer = setInterval(() => file.reload(), intervalMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
