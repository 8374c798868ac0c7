import type { RawTimeRange, TimeRange, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { TimeRange as StoreRange } from '@tokentrail/usage-store';
import { unixMs } from '../format.ts';
import { DEFAULT_STATE } from '../links.ts';
import { clampTime, isRelativeTime, parseUrlTime } from '../url-time.ts';

/** `from` and `to` as in the URL. */
export interface UrlRange {
  from: string;
  to: string;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** Periods until now, as options of a selection. */
export function periods() {
  return [
    { label: t('time.controls.period-24-hours', '24 h'), value: 'now-24h' },
    { label: t('time.controls.period-7-days', '7 d'), value: 'now-7d' },
    { label: t('time.controls.period-30-days', '30 d'), value: 'now-30d' },
    { label: t('time.controls.period-90-days', '90 d'), value: 'now-90d' },
  ];
}

/** Resolves `from` and `to` of the URL to a time range, relative to the current time, and puts them in order. */
export function timeRangeOf({ from, to }: UrlRange, timeZone: TimeZone): TimeRange {
  const start = resolved(from, timeZone, false);
  const end = resolved(to, timeZone, true);
  if (start === null || end === null) {
    return timeRangeOf(DEFAULT_STATE, timeZone);
  }
  return start.time.valueOf() <= end.time.valueOf()
    ? { from: start.time, to: end.time, raw: { from: start.raw, to: end.raw } }
    : timeRangeOf({ from: to, to: from }, timeZone);
}

function resolved(text: string, timeZone: TimeZone, roundUp: boolean) {
  const time = parseUrlTime(text, timeZone, roundUp);
  return time && { time, raw: isRelativeTime(text) ? text : time };
}

/**
 * The range as the store reads it: the end is not part of it. Grafana writes the end of a day as 23:59:59 or as
 * 23:59:59.999 and includes it, so the second or millisecond of such an end is part of the range.
 */
export function storeRangeOf({ from, to }: TimeRange): StoreRange {
  const toMs = to.valueOf();
  const endsAtLastSecond = toMs % MINUTE_MS === MINUTE_MS - SECOND_MS;
  const endsAtLastMs = toMs % SECOND_MS === SECOND_MS - 1;
  return { fromMs: from.valueOf(), toMs: toMs + (endsAtLastSecond ? SECOND_MS : endsAtLastMs ? 1 : 0) };
}

/** URL form of a selected range: relative times unchanged, absolute times as Unix milliseconds. */
export function urlRangeOf({ raw, from, to }: TimeRange): UrlRange {
  const write = (value: RawTimeRange['from'], moment: TimeRange['from']) =>
    typeof value === 'string' ? value : String(moment.valueOf());
  return { from: write(raw.from, from), to: write(raw.to, to) };
}

/** Moves the range backward (-1) or forward (1) by half its length. */
export function shifted(range: TimeRange, direction: -1 | 1): UrlRange {
  const half = ((range.to.valueOf() - range.from.valueOf()) / 2) * direction;
  return absolute(range.from.valueOf() + half, range.to.valueOf() + half);
}

/** Doubles the length of the range around its middle, within the times that the ledger can store. */
export function zoomedOut(range: TimeRange): UrlRange {
  const half = (range.to.valueOf() - range.from.valueOf()) / 2;
  return absolute(range.from.valueOf() - half, range.to.valueOf() + half);
}

/** A range as long as `range` whose last minute contains a time. */
export function rangeUpTo(startUnixNano: string, { fromMs, toMs }: StoreRange): UrlRange {
  const end = (Math.floor(unixMs(startUnixNano) / MINUTE_MS) + 1) * MINUTE_MS;
  return absolute(end - (toMs - fromMs), end);
}

function absolute(fromMs: number, toMs: number): UrlRange {
  return { from: String(clampTime(Math.round(fromMs))), to: String(clampTime(Math.round(toMs))) };
}
