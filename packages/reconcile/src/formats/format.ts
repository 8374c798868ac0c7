import { ZERO } from '@tokentrail/pricing/decimal';
import type { InvoiceLine } from '../lines.ts';
import type { Fields } from '../read/fields.ts';
import type { JsonNode } from '../read/json.ts';

/** A CSV export, known by its header. */
export interface CsvFormat {
  name: string;
  provider: string;
  /** Columns that the header must have, in lower case. */
  columns: readonly string[];
  /** The service of a row that is no usage of models; null for all others. Absent: every row is of models. */
  otherService?(fields: Fields): string | null;
  /** The lines of one row. Fails by `fields.fail`. */
  lines(fields: Fields): InvoiceLine[];
}

/** A JSON export, known by the shape of its first value. */
export interface JsonFormat {
  name: string;
  provider: string;
  accepts(value: JsonNode): boolean;
  /** The rows of one value: a page, or a row of a file of lines. */
  rows(file: string, value: JsonNode): Iterable<Fields>;
  otherService?(fields: Fields): string | null;
  lines(fields: Fields): InvoiceLine[];
}

/** What all formats leave empty unless they state it. */
export function invoiceLine(
  fields: Fields,
  stated: Pick<InvoiceLine, 'provider' | 'from' | 'to' | 'label' | 'kind'> & Partial<InvoiceLine>,
): InvoiceLine {
  return {
    account: null,
    project: null,
    key: null,
    model: null,
    tier: null,
    quantity: null,
    unit: stated.quantity === undefined || stated.quantity === null ? null : 'tokens',
    amount: null,
    currency: 'USD',
    within: ZERO,
    file: fields.file,
    row: fields.line,
    call: null,
    ...stated,
  };
}

const DAY_MS = 86_400_000;

/** The end of a range that the export states only by its start: the next day. */
export function dayAfter(from: number): number {
  return from + DAY_MS;
}

/** `standard` for every word by which a provider means that no other tier applied. */
export function tierOf(text: string | null): string | null {
  const tier = text?.trim().toLowerCase() ?? null;
  return tier === 'default' || tier === 'auto' || tier === 'message' || tier === 'on_demand' ? 'standard' : tier;
}

/** The name of the service of a row if none of its texts is a service of models; otherwise null. */
export function otherThan(models: RegExp, ...texts: readonly (string | null)[]): string | null {
  const known = texts.filter((text) => text !== null);
  return known.length === 0 || known.some((text) => models.test(text)) ? null : (known[0] ?? null);
}
