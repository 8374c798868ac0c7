import { nanoToUsd, type CostLine } from '@tokentrail/records';
import type { Item } from './bill.ts';
import type { Cell } from './book/cells.ts';
import { formatDecimal, times, type Decimal } from './decimal.ts';

/** An item with the price that applies to it. */
export interface PricedItem {
  item: Item;
  cell: Cell;
}

export function lineOf({ item, cell }: PricedItem): CostLine {
  const line: CostLine = {
    meter: item.meter,
    quantity: formatDecimal(item.quantity),
    unitPrice: cell.unitPrice,
    per: cell.per,
    amountUsd: formatDecimal(times(item.quantity, cell.usdPerUnit)),
  };
  return cell.factors.length === 0 ? line : { ...line, factors: [...cell.factors] };
}

/** `(12,000 − 8,000) × $2.50/1M + 8,000 × $1.25/1M = $0.02`: it parses, and evaluates to `nanoUsd`. */
export function writeFormula(items: readonly PricedItem[], nanoUsd: bigint): string {
  const sum = items.map(({ item, cell }) => `${writeQuantity(item)} × ${cell.text}`).join(' + ');
  return `${sum === '' ? '$0' : sum} = $${nanoToUsd(nanoUsd)}`;
}

function writeQuantity(item: Item): string {
  const [first = 0, ...rest] = item.terms;
  if (rest.length === 0) {
    return withThousands(item.quantity);
  }
  const tail = rest.map((term) => ` ${term < 0 ? '−' : '+'} ${withThousandsOf(Math.abs(term))}`).join('');
  return `(${withThousandsOf(first)}${tail})`;
}

function withThousands(quantity: Decimal): string {
  return separate(formatDecimal(quantity));
}

function withThousandsOf(count: number): string {
  return count < 1000 ? String(count) : separate(String(count));
}

/** "12000.5" → "12,000.5". */
function separate(digits: string): string {
  const point = digits.indexOf('.');
  const whole = point === -1 ? digits : digits.slice(0, point);
  let text = whole.slice(-3);
  for (let end = whole.length - 3; end > 0; end -= 3) {
    text = `${whole.slice(Math.max(0, end - 3), end)},${text}`;
  }
  return point === -1 ? text : text + digits.slice(point);
}
