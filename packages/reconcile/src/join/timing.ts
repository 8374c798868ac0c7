import { daysOf, nextDay } from '../zone.ts';
import { boundOf, magnitude, paidBound, type Cell, type Count } from './cell.ts';
import { clamp, closeAll, closeMoney, isClosed, openQuantity, type OpenCell } from './open-cell.ts';
import { flowOver, lateSegments, type Segment } from './flow.ts';
import type { Table } from './table.ts';

/** All cells of one key × model × tier × kind, by day. */
interface Series {
  cells: Map<string, Cell>;
  open: Map<string, OpenCell>;
}

/**
 * Accounts for calls that the provider counts to another day: at the edges of days, as far as the ledger has calls there, and up to three
 * days later, if exactly the same amount and quantity is missing before.
 */
export function explainTiming(table: Table, openCells: readonly OpenCell[], from: string, to: string): void {
  const days = daysOf(from, to);
  for (const series of seriesOf(table, openCells).values()) {
    explainMidnight(table, series, days);
    explainLateDays(series, days);
  }
}

function seriesId(cell: Cell): string {
  return `${cell.kind}\t${cell.model}\t${cell.tier}\t${cell.key}`;
}

function seriesOf(table: Table, openCells: readonly OpenCell[]): Map<string, Series> {
  const series = new Map<string, Series>();
  for (const open of openCells) {
    const id = seriesId(open.cell);
    let one = series.get(id);
    if (one === undefined) {
      one = { cells: new Map(), open: new Map() };
      series.set(id, one);
    }
    one.open.set(open.cell.day, open);
  }
  for (const cells of [table.cells, table.outside]) {
    for (const cell of cells.values()) {
      series.get(seriesId(cell))?.cells.set(cell.day, cell);
    }
  }
  return series;
}

/** A measure of the series: the quantity of one kind, or money if no quantities are compared. */
type Measure = { rest(open: OpenCell): bigint; count(cell: Cell): Count | undefined; isMoney: boolean };

function measuresOf(series: Series): Measure[] {
  const kinds = new Map<string, Count>();
  for (const open of series.open.values()) {
    for (const { count } of open.counts) kinds.set(`${count.kind}\t${count.key}`, count);
  }
  const counted = [...kinds.values()].map(({ kind, key }): Measure => ({
    rest: (open) => open.counts.find(({ count }) => count.kind === kind && count.key === key)?.rest ?? 0n,
    count: (cell) => cell.counts.find((count) => count.kind === kind && count.key === key),
    isMoney: false,
  }));
  return counted.length > 0 ? counted : [{ rest: (open) => open.money, count: () => undefined, isMoney: true }];
}

function explainMidnight(table: Table, series: Series, days: readonly string[]): void {
  const measures = measuresOf(series);
  const [first = ''] = days;
  const edges = [nextDay(first, -1), ...days];
  const explained = measures.map((measure) => {
    const bound = (day: string, name: 'nearStart' | 'nearEnd'): bigint => {
      const cell = series.cells.get(day);
      if (cell === undefined) return 0n;
      return measure.isMoney ? paidBound(cell, name) : boundOf(measure.count(cell), name).quantity;
    };
    return flowOver({
      rest: days.map((day) => restOf(series, day, measure)),
      slack: days.map((day) => (measure.isMoney ? (series.open.get(day)?.tolerance ?? 0n) : 0n)),
      backward: edges.map((day) => bound(nextDay(day), 'nearStart')),
      forward: edges.map((day) => bound(day, 'nearEnd')),
    });
  });
  days.forEach((day, index) => {
    const open = series.open.get(day);
    if (open !== undefined && explained.every((days) => days[index] === true)) {
      acceptMidnight(series, open);
    }
  });
}

function restOf(series: Series, day: string, measure: Measure): bigint {
  const open = series.open.get(day);
  return open === undefined ? 0n : measure.rest(open);
}

/** Money is accounted for up to what the ledger paid for calls at the two edges of the day. */
function acceptMidnight(series: Series, open: OpenCell): void {
  const { day } = open.cell;
  const before = series.cells.get(nextDay(day, -1));
  const after = series.cells.get(nextDay(day));
  const bound =
    paidBound(before, 'nearEnd') +
    paidBound(open.cell, 'nearStart') +
    paidBound(open.cell, 'nearEnd') +
    paidBound(after, 'nearStart');
  const quantity = openQuantity(open);
  if (quantity === 0n && open.counts.every(({ rest }) => rest === 0n)) {
    return;
  }
  const amount = clamp(open.money, bound + open.tolerance);
  closeMoney(open, 'midnight', amount, { quantity });
  for (const one of open.counts) one.rest = 0n;
}

/**
 * A series is late if usage is missing on a day and has come to exactly the same sum within three more days, with the same sum of
 * money.
 */
function explainLateDays(series: Series, days: readonly string[]): void {
  const measures = measuresOf(series);
  const segments = measures.map((measure) =>
    lateSegments(
      days.map((day) => restOf(series, day, measure)),
      days.map((day) => (measure.isMoney ? (series.open.get(day)?.tolerance ?? 0n) : 0n)),
    ),
  );
  const isLate = ({ start, end }: Segment): boolean =>
    measures.every((measure, index) => {
      const own = segments[index]?.[start];
      const isOpen = days.slice(start, end + 1).some((day) => restOf(series, day, measure) !== 0n);
      return isOpen ? own?.start === start && own.end === end : true;
    }) && isMoneyEven(series, days.slice(start, end + 1));
  const candidates = segments.flatMap((own) => own.filter((segment) => segment !== undefined));
  for (const segment of new Set(candidates.filter(isLate))) {
    for (let index = segment.start; index <= segment.end; index += 1) {
      const open = series.open.get(days[index] ?? '');
      if (open !== undefined && !isClosed(open)) {
        closeAll(open, 'late_day', { other: days[index === segment.start ? segment.end : segment.start] ?? '' });
      }
    }
  }
}

function isMoneyEven(series: Series, days: readonly string[]): boolean {
  let money = 0n;
  let room = 0n;
  for (const day of days) {
    const open = series.open.get(day);
    money += open?.money ?? 0n;
    room += open?.tolerance ?? 0n;
  }
  return magnitude(money) <= room;
}
