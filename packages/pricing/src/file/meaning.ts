import type { BookDocument, Conditions, EntryDocument, PriceDocument, Prices } from '../book/document.ts';
import { parseWindow } from '../book/windows.ts';
import { alternativeOf } from '../meter-names.ts';

export type Path = (string | number)[];

export interface Finding {
  path: Path;
  message: string;
}

const WEEKDAYS = new Set(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']);
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Checks that a schema cannot express: valid dates, existing time zones, currencies with a rate, unique ids. */
export function checkMeaning(book: BookDocument): Finding[] {
  const currencies = new Set(['usd', ...(book.fx ?? []).map((rate) => rate.from.toLowerCase())]);
  return [
    ...(book.fx ?? []).flatMap((rate, index) => [
      ...instant(rate.since, ['fx', index, 'since']),
      ...(rate.per === 'USD' || rate.per === rate.from
        ? []
        : [{ path: ['fx', index, 'per'], message: `must be USD or ${rate.from}` }]),
    ]),
    ...(book.entries ?? []).flatMap((entry, index) => checkEntry(entry, ['entries', index], currencies)),
    ...duplicateIds(book.entries ?? []),
    ...(book.sell?.models ?? []).flatMap(({ prices = {} }, index) => [
      ...checkPrices(prices, ['sell', 'models', index, 'prices'], new Set(['usd'])),
      ...checkAlternatives(prices, ['sell', 'models', index, 'prices']),
    ]),
  ];
}

function checkEntry(entry: EntryDocument, path: Path, currencies: ReadonlySet<string>): Finding[] {
  return [
    ...(entry.seller.hosts?.includes('*') === true && entry.seller.provider === undefined
      ? [{ path: [...path, 'seller', 'hosts'], message: '"*" matches every host: add the provider' }]
      : []),
    ...instant(entry.valid?.from, [...path, 'valid', 'from']),
    ...instant(entry.valid?.to, [...path, 'valid', 'to']),
    ...entry.rows.flatMap((row, index) => [
      ...checkConditions(row.when, [...path, 'rows', index, 'when']),
      ...checkPrices(row.prices, [...path, 'rows', index, 'prices'], currencies),
      ...checkAlternatives(row.prices, [...path, 'rows', index, 'prices'], entry.any_row),
    ]),
    ...checkPrices(entry.any_row, [...path, 'any_row'], currencies),
    ...checkAlternatives(entry.any_row ?? {}, [...path, 'any_row']),
    ...(entry.factors ?? []).flatMap((factor, index) => {
      const when: Path = [...path, 'factors', index, 'when'];
      return factor.when?.context === undefined
        ? checkConditions(factor.when, when)
        : [{ path: [...when, 'context'], message: 'a factor cannot depend on the context: use a row instead' }];
    }),
  ];
}

function checkPrices(prices: Prices | undefined, path: Path, currencies: ReadonlySet<string>): Finding[] {
  return Object.entries(prices ?? {}).flatMap(([meter, price]) => {
    const names = Object.keys(price).filter((key) => key !== 'per');
    if (names.length !== 1) {
      return [{ path: [...path, meter], message: 'must have exactly one currency, such as usd' }];
    }
    return unknownCurrency(price, [...path, meter], currencies);
  });
}

/** Refuses a row that would bill the same use twice; `others` are the prices that every row has. */
function checkAlternatives(prices: Prices, path: Path, others: Prices = {}): Finding[] {
  return Object.keys(prices).flatMap((meter) => {
    const other = alternativeOf(meter);
    const isBoth = other !== undefined && (other in others || (other in prices && meter < other));
    return isBoth
      ? [{ path: [...path, meter], message: `${meter} and ${other} count the same use: price only one of them` }]
      : [];
  });
}

function unknownCurrency(price: PriceDocument, path: Path, currencies: ReadonlySet<string>): Finding[] {
  const currency = Object.keys(price).find((key) => key !== 'per') ?? '';
  return currencies.has(currency) ? [] : [{ path: [...path, currency], message: `has no rate under fx` }];
}

function checkConditions(when: Conditions | undefined, path: Path): Finding[] {
  const { date, time } = when ?? {};
  const findings = [...instant(date?.from, [...path, 'date', 'from']), ...instant(date?.to, [...path, 'date', 'to'])];
  if (time === undefined) {
    return findings;
  }
  if (parseWindow(time.window) === null) {
    findings.push({ path: [...path, 'time', 'window'], message: 'must have the form "16:30-00:30"' });
  }
  if (time.days?.some((day) => !WEEKDAYS.has(day.toLowerCase())) === true) {
    findings.push({ path: [...path, 'time', 'days'], message: 'must be mon, tue, wed, thu, fri, sat or sun' });
  }
  if (time.tz !== undefined && !isZone(time.tz)) {
    findings.push({ path: [...path, 'time', 'tz'], message: `${time.tz} is not a time zone` });
  }
  return findings;
}

function instant(text: string | undefined, path: Path): Finding[] {
  return text === undefined || (INSTANT.test(text) && !Number.isNaN(Date.parse(text)))
    ? []
    : [{ path, message: 'must be a date (2026-04-23) or an instant with a zone (2026-04-23T00:00:00Z)' }];
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function duplicateIds(entries: readonly EntryDocument[]): Finding[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    const isDuplicate = seen.has(id);
    seen.add(id);
    return isDuplicate ? [{ path: ['entries', index, 'id'], message: `duplicate id ${id}` }] : [];
  });
}
