import type { NamedDifference, Reconciliation } from '@tokentrail/reconcile';
import { formatDecimal, plus, ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import { print, type Io } from '../io.ts';
import { printable } from '../printable.ts';

/** Differences that are listed one by one; all are in the JSON. */
const MAX_LISTED = 20;

/** Prints totals, the sum of each cause, and the largest unexplained differences. */
export function printResult(result: Reconciliation, io: Io): void {
  const { invoiced, recorded, matched, explained, unexplained, ledgerExplained, ledgerUnexplained } = result.totals;
  print(
    io,
    `${result.provider}, ${result.from} to ${result.to} (${result.zone})`,
    `invoiced $${formatDecimal(invoiced)} = matched $${formatDecimal(matched)} + explained $${formatDecimal(explained)} + unexplained $${formatDecimal(unexplained)}`,
    `recorded $${formatDecimal(recorded)} = matched $${formatDecimal(matched)} + explained $${formatDecimal(ledgerExplained)} + unexplained $${formatDecimal(ledgerUnexplained)}`,
    ...causeLines(result.differences),
  );
  const open = result.differences.filter((one) => one.class === 'unexplained').sort(byAmount);
  if (open.length > 0) {
    print(io, 'Largest unexplained differences:', ...open.slice(0, MAX_LISTED).map(differenceLine));
  }
  if (open.length > MAX_LISTED) print(io, `  ${open.length - MAX_LISTED} more: --json prints all`);
}

function causeLines(differences: readonly NamedDifference[]): string[] {
  const causes = new Map<string, { sum: Decimal; count: number }>();
  for (const { cause, class: kind, amount } of differences) {
    const id = `${kind} ${cause}`;
    const { sum, count } = causes.get(id) ?? { sum: ZERO, count: 0 };
    causes.set(id, { sum: plus(sum, amount), count: count + 1 });
  }
  return [...causes].sort().map(([id, { sum, count }]) => `  ${id}: $${formatDecimal(sum)} in ${count}`);
}

function differenceLine(one: NamedDifference): string {
  const { day, key, model, tier, kind, cause, amount, quantity, rows, since, other, label } = one;
  const about = [day, key, model, tier, kind, label].filter((part) => part !== '' && part !== null).join(' · ');
  const more = [
    quantity === null ? '' : `${formatDecimal(quantity)} units`,
    since === null ? '' : `since ${since}`,
    other === null ? '' : `other: ${other}`,
    rows[0] === undefined ? '' : `${rows[0].file}:${rows[0].row}`,
  ].filter((part) => part !== '');
  return printable(`  $${formatDecimal(amount)} ${cause}: ${about}${more.length === 0 ? '' : ` (${more.join(', ')})`}`);
}

function byAmount(a: NamedDifference, b: NamedDifference): number {
  return Math.abs(Number(formatDecimal(b.amount))) - Math.abs(Number(formatDecimal(a.amount)));
}

/** The result as JSON: exact decimals are texts, what is unknown is absent. */
export function jsonOfResult(result: Reconciliation): unknown {
  const { provider, zone, from, to, totals, differences, capture, notices } = result;
  const usd = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}_usd`, formatDecimal(value as Decimal)]));
  return {
    provider,
    zone,
    from,
    to,
    totals: usd(totals),
    capture: capture.map(({ day, invoiced, recorded, rate }) => ({
      day,
      ...usd({ invoiced, recorded }),
      ...(rate !== null && { rate: formatDecimal(rate) }),
    })),
    differences: differences.map(({ amount, quantity, ...rest }) => ({
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== '')),
      amount_usd: formatDecimal(amount),
      ...(quantity !== null && { quantity: formatDecimal(quantity) }),
    })),
    notices,
  };
}
