import { isTokenMeter } from '../meter-names.ts';
import { isObject } from './json.ts';
import type { RecordedEntry } from './price-entry.ts';

/** What a new entry of a price file is for. */
interface Sold {
  /** The model by which the call is priced. */
  model: string;
  /** Host and port of the provider; null if it is not known. */
  host: string | null;
  /** `gen_ai.provider.name`; null if it was not reported. */
  provider: string | null;
}

/** Stands for a price in lines to copy. No price file with it is loaded. */
export const TODO = 'TODO';

const HINT = '# Write the price of "per" units in place of each TODO.';

/**
 * The lines of a price file that give `meters` a price: the entry that lacks them, completed, because an entry of a price file
 * replaces the whole entry of the price list; otherwise a new one. Null if a new entry could not name its seller. The prices
 * are `TODO`, which the loader rejects.
 */
export function priceFileFor(sold: Sold, entry: RecordedEntry | null, meters: readonly string[]): string | null {
  if (entry === null) {
    return newEntry(sold, meters);
  }
  return 'sell' in entry.content
    ? sellLines(entry.content.sell, meters)
    : entryLines(entry.content.entry, entry.content.fx, meters);
}

/** The lines that give a model a sell price. */
export function sellPriceFor(model: string, meters: readonly string[]): string {
  return sellLines({ models: [model], prices: {} }, meters);
}

function newEntry({ model, host, provider }: Sold, meters: readonly string[]): string | null {
  if (host === null && provider === null) {
    return null;
  }
  const seller = { hosts: [host ?? '*'], ...(provider !== null && { provider }) };
  return lines(
    'entries:',
    `  - id: ${flow(`${provider ?? host ?? ''}/${model}`.slice(0, 256))}`,
    `    seller: ${flow(seller)}`,
    `    models: ${flow([model])}`,
    '    rows:',
    '      - prices:',
    ...meters.map((meter) => `          ${todoPrice(meter)}`),
  );
}

/** The entry with a price of each missing meter in all of its rows. */
function entryLines(entry: Readonly<Record<string, unknown>>, fx: unknown, meters: readonly string[]): string {
  const { rows, any_row: anyRow, ...rest } = entry;
  const start = Object.entries(rest).map(([key, value]) => `    ${name(key)}: ${flow(value)}`);
  return lines(
    ...(fx === undefined ? [] : [`fx: ${flow(fx)}`]),
    'entries:',
    ...start.map((line, index) => (index === 0 ? line.replace('    ', '  - ') : line)),
    '    rows:',
    ...(Array.isArray(rows) ? rows.map((row) => `      - ${flow(row)}`) : []),
    '    any_row:',
    ...(isObject(anyRow) ? Object.entries(anyRow).map(([meter, price]) => `      ${name(meter)}: ${flow(price)}`) : []),
    ...meters.map((meter) => `      ${todoPrice(meter)}`),
  );
}

function sellLines(sell: Readonly<Record<string, unknown>>, meters: readonly string[]): string {
  const { models, ratios, prices } = sell;
  const stated = isObject(ratios) ? ratios : prices;
  return lines(
    'sell:',
    '  models:',
    `    - models: ${flow(models)}`,
    `      ${isObject(ratios) ? 'ratios' : 'prices'}:`,
    ...(isObject(stated) ? Object.entries(stated).map(([key, value]) => `        ${name(key)}: ${flow(value)}`) : []),
    ...meters.map((meter) => `        ${isObject(ratios) ? `${name(meter)}: ${flow(TODO)}` : todoPrice(meter)}`),
  );
}

function lines(...all: string[]): string {
  return `${[HINT, 'schema: 1', ...all].join('\n')}\n`;
}

function todoPrice(meter: string): string {
  return `${name(meter)}: ${flow({ usd: TODO, ...(isTokenMeter(meter) && { per: 1_000_000 }) })}`;
}

/** A value in YAML's flow style. Texts are in JSON's quotes, which YAML reads too. */
function flow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flow).join(', ')}]`;
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([key, field]) => `${name(key)}: ${flow(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value) ?? 'null';
}

function name(key: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(key) ? key : JSON.stringify(key);
}
