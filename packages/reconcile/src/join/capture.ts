import { divide, plus, ZERO, type Decimal } from '@tokentrail/pricing/decimal';

/** How much of what the provider billed for calls on a day the ledger has. */
export interface Capture {
  day: string;
  invoiced: Decimal;
  recorded: Decimal;
  /** Recorded ÷ invoiced, to six digits; null if nothing was invoiced. Above 1 if the ledger has more. */
  rate: Decimal | null;
}

const RATE_DIGITS = 6;

/** The capture rate of each day, in order of time. */
export function capturePerDay(cells: readonly { day: string; invoiced: Decimal; recorded: Decimal }[]): Capture[] {
  const days = new Map<string, { invoiced: Decimal; recorded: Decimal }>();
  for (const { day, invoiced, recorded } of cells) {
    const sum = days.get(day) ?? { invoiced: ZERO, recorded: ZERO };
    days.set(day, { invoiced: plus(sum.invoiced, invoiced), recorded: plus(sum.recorded, recorded) });
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, sum]) => ({
      day,
      ...sum,
      rate: sum.invoiced.units > 0n ? divide(sum.recorded, sum.invoiced, RATE_DIGITS) : null,
    }));
}
