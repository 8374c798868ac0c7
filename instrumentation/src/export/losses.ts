import { redactText } from '../redaction/redact-text.ts';
import type { Delivery } from './deliver.ts';
import type { ExporterWarnings, Problem } from './exporter-warnings.ts';
import type { BatchHead } from './otlp/span-encoder.ts';
import type { DiskSpool } from './spool/disk-spool.ts';

/** Counts and reports the records that an exporter lost. */
export class Losses {
  readonly #warnings: ExporterWarnings;
  readonly #spool: DiskSpool | undefined;
  #count = 0;

  constructor(warnings: ExporterWarnings, spool: DiskSpool | undefined) {
    this.#warnings = warnings;
    this.#spool = spool;
  }

  /** Number of encoded spans lost: no room, rejected, damaged on disk, or too old. */
  get count(): number {
    return this.#count + (this.#spool?.lost ?? 0);
  }

  add(count: number, problem: Problem, message: string): void {
    this.#count += count;
    this.#warnings.report(problem, message);
  }

  /** For the end of the process, when warnings are no longer read. */
  addSilently(count: number): void {
    this.#count += count;
  }

  /** Reports the records that the spool lost. */
  reportSpool(): void {
    const lost = this.#spool?.lost ?? 0;
    if (lost === 0) return;
    this.#warnings.report(
      'lost',
      `records on disk are lost (${lost}): they were too old, or their files are damaged or not ours.`,
    );
  }

  /** Counts and reports what the collector rejected. Rejected records are stored as dead letters if there is a spool. */
  async account(head: BatchHead, { refused, rejected, shortened, remark }: Delivery): Promise<void> {
    for (const { encodedSpan, status } of refused) {
      const file = await this.#spool?.deadLetter(head, encodedSpan, status);
      const kept = file === undefined ? 'it is lost' : `it is stored in ${file}`;
      this.add(
        1,
        'refused',
        `the collector rejected a record of ${encodedSpan.length} bytes (status ${status}); ${kept}.`,
      );
    }
    const message = remark === '' ? '' : ` Its message: ${redactText(remark.slice(0, 200))}`;
    if (rejected > 0) this.add(rejected, 'rejected', `the collector rejected records: they are lost.${message}`);
    else if (message !== '') {
      this.#warnings.report('remark', `the collector returned a partial-success warning.${message}`);
    }
    if (shortened > 0) {
      this.#warnings.report('shortened', 'the collector rejected a record; it was sent without its content.');
    }
  }
}
