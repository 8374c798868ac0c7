import type { RecordSelection } from '../record-selection.ts';
import type { HoursOfWeek } from '../series.ts';
import { StoreError } from '../store-error.ts';
import { amountColumns, amountOf } from './amounts.ts';
import { allOf, inRange } from './conditions.ts';
import { matches } from './filter-conditions.ts';
import { IS_ENDED_CALL, IS_FAILED } from './outcome.ts';
import type { Query, Row } from './query.ts';
import { sumIf } from './sum.ts';

const DAYS = 7;
const HOURS = 24;

/** Throws a `StoreError` if there is no such time zone. */
export function hoursOfWeekQuery(table: string, selection: RecordSelection & { timeZone: string }): Query {
  const { range, filter, timeZone } = selection;
  checkTimeZone(timeZone);
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  const columns = [
    'toDayOfWeek(start_time, 0, {zone:String}) AS weekday',
    'toHour(start_time, {zone:String}) AS hour',
    'count() AS calls',
    `countIf(${IS_FAILED}) AS failed`,
    `toString(${sumIf('input_tokens', '1')} + ${sumIf('output_tokens', '1')}) AS tokens`,
    ...amountColumns('cost_charged', '1', 'charged'),
  ];
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${table} FINAL WHERE ${sql} AND ${IS_ENDED_CALL} GROUP BY weekday, hour`,
    parameters: { ...parameters, zone: timeZone },
  };
}

export function hoursOfWeekOf(rows: readonly Row[]): HoursOfWeek {
  const byHour = new Map(rows.map((row) => [positionOf(Number(row['weekday']), Number(row['hour'])), row]));
  return {
    cells: Array.from({ length: DAYS * HOURS }, (_, position) => {
      const row = byHour.get(position);
      return {
        weekday: 1 + Math.floor(position / HOURS),
        hour: position % HOURS,
        calls: Number(row?.['calls'] ?? 0),
        failed: Number(row?.['failed'] ?? 0),
        tokens: Number(row?.['tokens'] ?? 0),
        charged: row === undefined ? { nanoUsd: '0', unknown: 0 } : amountOf(row, 'charged'),
      };
    }),
  };
}

function positionOf(weekday: number, hour: number): number {
  return (weekday - 1) * HOURS + hour;
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    const message = `There is no time zone ${timeZone}. Pass an IANA name, such as Europe/Berlin.`;
    throw new StoreError('failed', message, { cause });
  }
}
