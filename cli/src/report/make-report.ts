import type { UsageLedger } from '@tokentrail/usage-store';
import { searchFilter } from '../search-filter.ts';
import { formatRange } from './format.ts';
import { summaryOf } from './html/figures.ts';
import { reportPage } from './html/report-page.ts';
import { periodOf, type PeriodOptions } from './period.ts';
import { readReport } from './read-report.ts';
import { reportJson } from './report-json.ts';
import { checkThresholds, thresholdsOf, type ThresholdOptions, type ThresholdResult } from './thresholds.ts';

export interface ReportOptions extends PeriodOptions, ThresholdOptions {
  /** A search of the usage log, which limits the report to some calls. */
  search?: string;
}

/** A report in its forms, and what became of its thresholds. */
export interface MadeReport {
  html: string;
  json: string;
  /** The most important figures as one line of text. */
  summary: string;
  thresholds: readonly ThresholdResult[];
}

/**
 * Reads a report of a period and the one before.
 *
 * @param openLedger called after the options were checked
 * @param nowMs Unix ms
 * @throws UserError if an option cannot be read; StoreError if the ledger cannot be read.
 */
export async function makeReport(
  options: ReportOptions,
  openLedger: () => UsageLedger,
  nowMs: number,
): Promise<MadeReport> {
  const period = periodOf(options, nowMs);
  const limits = thresholdsOf(options);
  const search = options.search?.trim() ?? '';
  // A wrong search is rejected before anything is read.
  searchFilter(search);
  const report = await readReport(openLedger(), period, search, nowMs);
  const thresholds = checkThresholds(report, limits);
  return {
    html: reportPage(report, thresholds),
    json: reportJson(report, thresholds),
    summary: `${formatRange(period.range, period.zone)} (${period.zone}): ${summaryOf(report)}`,
    thresholds,
  };
}
