/*
 * A spreadsheet computes a cell that begins with one of these characters, also after white space, quotes and invisible
 * characters. A program that splits lines at semicolons, tabs or line breaks, as spreadsheets do in some countries, begins a
 * cell within a text. An apostrophe makes the cell a text. The patterns are read by JavaScript and by ClickHouse (RE2).
 */
const SKIPPED = String.raw`[\p{Z}\p{Cc}\p{Cf}\p{Pi}\p{Pf}"'\x60]`;
const FORMULA = String.raw`[=+@\-＝＋＠－]`;

/** A cell that begins like a formula, or with a character at which a cell could be split. */
export const UNSAFE_START = String.raw`^(?:[\t\r\n]|${SKIPPED}*${FORMULA})`;

/** What could begin a cell within a text: a separator and what a spreadsheet skips, and the formula's first character. */
export const UNSAFE_SEPARATOR = String.raw`([;\t\r\n]${SKIPPED}*)`;
export const UNSAFE_FORMULA = `(${FORMULA})`;

const START = new RegExp(UNSAFE_START, 'u');
// Looks back from a formula's first character only, so that each character is read at most twice.
const WITHIN = new RegExp(`(?=${UNSAFE_FORMULA})(?<=${UNSAFE_SEPARATOR})`, 'gu');

/** The text of a cell that no spreadsheet computes. Other texts are unchanged. */
export function safeCell(text: string): string {
  return (START.test(text) ? "'" : '') + text.replace(WITHIN, "'");
}
