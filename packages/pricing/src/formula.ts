import { nanoToUsd, type CostLine } from '@tokentrail/records';
import type { Item } from './bill.ts';
import { USD } from './book/cells.ts';
import { formatDecimal } from './decimal.ts';
import type { PricedItem } from './parts.ts';

export function lineOf({ item, cell, usd }: PricedItem): CostLine {
  const line: CostLine = {
    meter: item.meter,
    quantity: formatDecimal(item.quantity),
    unitPrice: cell.unitPrice,
    per: cell.per,
    amountUsd: formatDecimal(usd),
  };
  if (cell.currency !== USD) line.currency = cell.currency;
  if (cell.factors.length > 0) line.factors = [...cell.factors];
  return line;
}

/** Maximum length of a formula in the ledger, characters. */
const MAX_CHARACTERS = 1000;

/**
 * Writes `(12,000 − 8,000) × $2.50/1M + 8,000 × $1.25/1M = $0.02`, which parses and evaluates to `nanoUsd`. If that is
 * too long (many attempts or factors) it adds up the line amounts; if that is still too long it is only the amount.
 */
export function writeFormula(items: readonly PricedItem[], nanoUsd: bigint): string {
  const right = `$${nanoToUsd(nanoUsd)}`;
  const full = `${sumOfItems(items)} = ${right}`;
  if (full.length <= MAX_CHARACTERS) {
    return full;
  }
  const amounts = `${items.map(({ usd }) => `$${formatDecimal(usd)}`).join(' + ')} = ${right}`;
  return amounts.length <= MAX_CHARACTERS ? amounts : `${right} = ${right}`;
}

function sumOfItems(items: readonly PricedItem[]): string {
  let sum = '';
  for (const { item, cell } of items) {
    sum += `${sum === '' ? '' : ' + '}${writeQuantity(item)} × ${cell.text}`;
  }
  return sum === '' ? '$0' : sum;
}

function writeQuantity({ terms, quantity }: Item): string {
  const first = terms[0] ?? 0;
  if (terms.length === 1) {
    return Number.isSafeInteger(first) ? withThousandsOf(first) : separate(formatDecimal(quantity));
  }
  let sum = withThousandsOf(first);
  for (let index = 1; index < terms.length; index += 1) {
    const term = terms[index] ?? 0;
    sum += ` ${term < 0 ? '−' : '+'} ${withThousandsOf(Math.abs(term))}`;
  }
  return `(${sum})`;
}

function withThousandsOf(count: number): string {
  return count < 1000 ? String(count) : separate(String(count));
}

/** Adds thousands separators: "12000.5" → "12,000.5". */
function separate(digits: string): string {
  const point = digits.indexOf('.');
  const integer = point === -1 ? digits : digits.slice(0, point);
  let text = integer.slice(-3);
  for (let end = integer.length - 3; end > 0; end -= 3) {
    text = `${integer.slice(Math.max(0, end - 3), end)},${text}`;
  }
  return point === -1 ? text : text + digits.slice(point);
}
