import { Markup } from './markup.ts';

/** Colours on white; each has the contrast that its use needs (WCAG 2.2 AA). */
export const COLORS = {
  ink: '#1f2328',
  muted: '#57606a',
  line: '#d8dee4',
  main: '#3566b0',
  failed: '#b3362c',
  before: '#6e7781',
} as const;

/** The look of the report, on screens and on paper. Paper has the size and direction that the reader chooses. */
export const STYLE = new Markup(`
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: ${COLORS.ink}; font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 960px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { margin: 0; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 44px 0 10px; font-size: 17px; line-height: 1.3; break-after: avoid; }
p { margin: 6px 0; max-width: 74ch; }
.meta, .note, figcaption { color: ${COLORS.muted}; }
.meta { margin-top: 4px; }
.note, figcaption { font-size: 12.5px; }
.lead { margin-top: 22px; font-size: 17px; line-height: 1.5; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0 24px; margin: 26px 0 0; padding: 0; border-top: 1px solid ${COLORS.line}; }
.figures > div { padding: 14px 0 12px; border-bottom: 1px solid ${COLORS.line}; break-inside: avoid; }
.figures dt { color: ${COLORS.muted}; font-size: 12.5px; }
.figures dd { margin: 0; }
.figures .value { font-size: 21px; line-height: 1.35; font-weight: 600; letter-spacing: -0.01em; }
.figures .before { color: ${COLORS.muted}; font-size: 12.5px; }
.checks { margin: 26px 0 0; padding: 12px 16px; list-style: none; border: 1px solid ${COLORS.line}; border-radius: 6px; break-inside: avoid; }
.checks li { padding-left: 22px; text-indent: -22px; }
.checks b { display: inline-block; width: 22px; text-indent: 0; }
.broken { color: ${COLORS.failed}; }
figure { margin: 0; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
svg text { font: 11px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif; fill: ${COLORS.muted}; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0 0 6px; padding: 0; list-style: none; color: ${COLORS.muted}; font-size: 12.5px; }
.legend svg { display: inline-block; width: 14px; height: 10px; margin-right: 6px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
caption { padding: 0 0 6px; color: ${COLORS.muted}; font-size: 12.5px; text-align: left; }
th, td { padding: 5px 0 5px 14px; border-bottom: 1px solid ${COLORS.line}; text-align: right; vertical-align: top; font-weight: 400; white-space: nowrap; }
thead th { color: ${COLORS.muted}; font-size: 12px; vertical-align: bottom; border-bottom-color: ${COLORS.before}; }
.text { padding-left: 22px; text-align: left; white-space: normal; overflow-wrap: anywhere; mso-number-format: '\\@'; }
th:first-child { padding-left: 0; }
tbody th.text { min-width: 110px; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
tr, thead { break-inside: avoid; }
thead { display: table-header-group; }
tfoot { display: table-row-group; }
.rest { color: ${COLORS.muted}; }
.hidden { margin: 0 1px; padding: 0 2px; border: 1px solid ${COLORS.before}; border-radius: 3px; font-size: 0.85em; }
.trend { width: 92px; }
.trend svg { display: inline-block; width: 78px; height: 18px; vertical-align: middle; }
.share { width: 116px; }
.share svg { display: inline-block; width: 48px; height: 8px; }
.share span { display: inline-block; min-width: 46px; }
.wide { overflow-x: auto; }
.hours { table-layout: fixed; min-width: 720px; font-size: 11px; }
.hours th, .hours td { padding: 6px 0; border: 1px solid #fff; text-align: center; }
.hours thead th { border-bottom-color: #fff; font-size: 11px; }
.hours tbody th { color: ${COLORS.muted}; }
.hours th:first-child { width: 76px; text-align: left; }
table.narrow { width: auto; min-width: 320px; }
code { white-space: nowrap; }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid ${COLORS.line}; }
footer p { max-width: none; }
@media (max-width: 720px) {
  .wide table { min-width: 680px; }
  .wide table.narrow { min-width: 0; }
  main { padding: 24px 16px 48px; }
  .figures { grid-template-columns: repeat(2, 1fr); }
}
@page { margin: 15mm 14mm 16mm; @bottom-right { content: counter(page) ' / ' counter(pages); color: ${COLORS.muted}; font: 8pt system-ui, sans-serif; } }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 9.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 21pt; }
  h2 { margin-top: 22pt; font-size: 12pt; }
  .lead { font-size: 12pt; }
  .figures .value { font-size: 14pt; }
  .note, .meta, figcaption, caption, .legend, .figures dt, .figures .before, thead th { font-size: 8pt; }
  table { font-size: 8.5pt; }
  th, td { padding: 3pt 0 3pt 7pt; }
  .text { padding-left: 14pt; }
  th:first-child { padding-left: 0; }
  .wide { overflow: visible; }
  .hours { min-width: 0; font-size: 6.5pt; }
  .hours th, .hours td { padding: 4pt 0; }
  .hours thead th { font-size: 6.5pt; }
  .hours th:first-child { width: 50pt; }
  section.short { break-inside: avoid; }
}
`);
