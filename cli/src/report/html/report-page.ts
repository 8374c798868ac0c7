import { visibleText } from '@tokentrail/records';
import { formatRange, formatTime } from '../format.ts';
import { readRange, type Report } from '../read-report.ts';
import type { ThresholdResult } from '../thresholds.ts';
import { figuresSection, summaryOf } from './figures.ts';
import { html, type Markup } from './markup.ts';
import { budgetsSection, errorsSection, hoursSection, unknownSection } from './other-sections.ts';
import { bucketsTable, overTimeSection } from './over-time.ts';
import { STYLE } from './style.ts';
import { topSections } from './top-tables.ts';

/** The report as one HTML file: no scripts, nothing is loaded, light colours, legible on paper. */
export function reportPage(report: Report, thresholds: readonly ThresholdResult[]): string {
  const { period, search, generatedAtMs } = report;
  const title = `LLM usage, ${formatRange(period.range, period.zone)}`;
  const read = period.hasEnded ? '' : `, up to ${formatTime(readRange(period).toMs, period.zone)}`;
  const hasCalls = report.current.totals.requests > 0;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="meta">
            Compared with ${formatRange(period.previous, period.zone)}. Time zone ${period.zone}${read}.
            ${search === '' ? null : html`Only calls that match <bdi>${visibleText(search)}</bdi>.`}
          </p>
          <p class="lead">${summaryOf(report)}</p>
          ${thresholdList(thresholds)} ${figuresSection(report)} ${hasCalls ? overTimeSection(report) : null}
          ${hasCalls ? topSections(report) : null} ${errorsSection(report)} ${hoursSection(report)}
          ${unknownSection(report)} ${budgetsSection(report)} ${hasCalls ? bucketsTable(report) : null}
          ${notes(generatedAtMs, period.zone)}
        </main>
      </body>
    </html>`;
  return `${page.text.trim()}\n`;
}

const MARKS: Readonly<Record<ThresholdResult['state'], string>> = { kept: '✓', broken: '✗', unclear: '?' };

function thresholdList(thresholds: readonly ThresholdResult[]): Markup | null {
  return thresholds.length === 0
    ? null
    : html`<ul class="checks" aria-label="Thresholds">
        ${thresholds.map(
          ({ state, sentence }) => html`<li class="${state}"><b aria-hidden="true">${MARKS[state]}</b>${sentence}</li>`,
        )}
      </ul>`;
}

function notes(generatedAtMs: number, zone: string): Markup {
  return html`<footer class="note">
    <p>
      Calls are LLM calls that have ended, counted when they started. Cost is what callers are charged. A sum with ≥
      lacks the calls whose cost is unknown, ≈ is a change of known costs only, and ${'—'} means not known or nothing to
      compare. An error rate is the share of failed calls; cancelled calls are no failures. Percentiles (p95) are within
      1% of the exact ones.
    </p>
    <p>Written by <code>tokentrail report</code> on ${formatTime(generatedAtMs, zone)}.</p>
  </footer>`;
}
