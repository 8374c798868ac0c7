import { fuzz, type FuzzOptions, type FuzzResult } from './harness.ts';
import { httpFront } from './http-front.ts';
import { otlp } from './otlp.ts';
import { preview } from './preview.ts';
import { redaction } from './redaction.ts';
import { sqlChecker } from './sql-checker.ts';

/** All targets by name. */
export const TARGETS: Readonly<Record<string, (options: FuzzOptions) => Promise<FuzzResult>>> = {
  [httpFront.name]: (options) => fuzz(httpFront, options),
  [preview.name]: (options) => fuzz(preview, options),
  [otlp.name]: (options) => fuzz(otlp, options),
  [redaction.name]: (options) => fuzz(redaction, options),
  [sqlChecker.name]: (options) => fuzz(sqlChecker, options),
};

export function summaryOf(result: FuzzResult): string {
  const { target, seed, inputs, fromCorpus, slowestMs, peakMiB, failures } = result;
  const verdict = failures.length === 0 ? 'held' : `FAILED in ${failures.length} ways`;
  return (
    `${target}: ${verdict}; ${inputs} inputs from seed ${seed}, ${fromCorpus} of the corpus; ` +
    `others waited ${slowestMs} ms at most, ${peakMiB} MiB resident at most`
  );
}
