import type { AmountTotal } from '../figures.ts';
import type { Row } from './query.ts';
import { sumIf } from './sum.ts';

/** SELECT list for the total of an amount's column over the rows that meet `condition`. */
export function amountColumns(column: string, condition: string, name: string): string[] {
  return [
    `toString(${sumIf(column, condition)}) AS ${name}_nano_usd`,
    `countIf(isNull(${column}) AND ${condition}) AS ${name}_unknown`,
  ];
}

export function amountOf(row: Row, name: string): AmountTotal {
  return { nanoUsd: String(row[`${name}_nano_usd`]), unknown: Number(row[`${name}_unknown`]) };
}
