import type { Decimal } from '@tokentrail/pricing/decimal';
import { readDecimal } from '../amounts.ts';
import { ExportError } from './problem.ts';

const INSTANT_TEXT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?$/;
const US_DATE_TEXT = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const OFFSET_TEXT = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** One row of an export, whichever its form: a CSV row by column, a JSON object by path (`amount.value`). */
export class Fields {
  readonly file: string;
  readonly line: number;
  readonly #text: (name: string) => string | null;

  constructor(file: string, line: number, text: (name: string) => string | null) {
    this.file = file;
    this.line = line;
    this.#text = text;
  }

  /** The first of these fields that is not empty; null if there is none. JSON numbers are their literal text. */
  text(...names: string[]): string | null {
    for (const name of names) {
      const text = this.#text(name);
      if (text !== null && text !== '') {
        return text;
      }
    }
    return null;
  }

  required(...names: string[]): string {
    return this.text(...names) ?? this.fail(`has no value for ${names.join(' or ')}`);
  }

  decimal(...names: string[]): Decimal | null {
    const text = this.text(...names);
    return text === null
      ? null
      : (readDecimal(text) ?? this.fail(`"${text.slice(0, 80)}" (${names.join(' or ')}) is not a decimal number`));
  }

  requiredDecimal(...names: string[]): Decimal {
    return this.decimal(...names) ?? this.fail(`has no value for ${names.join(' or ')}`);
  }

  /** Unix milliseconds of a unix time in seconds, an ISO date or date-time. One without offset is in UTC. */
  instant(...names: string[]): number {
    const text = this.required(...names).trim();
    const unixMs = /^\d{9,11}(?:\.0+)?$/.test(text) ? Number(text) * 1000 : parseInstant(text);
    return Number.isNaN(unixMs) ? this.fail(`"${text.slice(0, 80)}" (${names.join(' or ')}) is not a time`) : unixMs;
  }

  fail(message: string): never {
    throw new ExportError(this.file, this.line, message);
  }
}

function parseInstant(text: string): number {
  const us = US_DATE_TEXT.exec(text);
  if (us !== null) {
    return Date.parse(`${us[3]}-${us[1]}-${us[2]}T00:00:00Z`);
  }
  if (!INSTANT_TEXT.test(text)) {
    return Number.NaN;
  }
  const iso = text
    .replace(/^(\S{10}) (\d)/, '$1T$2')
    .replace(/\s?UTC$/, 'Z')
    .replace(/\s(?=[+-])/, '');
  const hasTime = iso.includes('T');
  return Date.parse(!hasTime || OFFSET_TEXT.test(iso) ? iso : `${iso}Z`);
}
