import type { DistinctSummary } from '../record-groups.ts';
import { text } from './column-readers.ts';
import type { Row } from './query.ts';

/** SELECT list for the different values of an expression; NULL is no value. */
export function summaryColumns(expression: string, name: string): string[] {
  return [`uniqExact(${expression}) AS ${name}_count`, `min(${expression}) AS ${name}_one`];
}

export function summaryOf(row: Row, name: string): DistinctSummary {
  return { count: Number(row[`${name}_count`]), one: text(row[`${name}_one`]) };
}
