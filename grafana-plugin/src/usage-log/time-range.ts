import { dateTime, rangeUtil, type RawTimeRange, type TimeRange, type TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';

/** Periods until now, as options of a selection. */
export function periods() {
  return [
    { label: t('usage-log.period.24-hours', '24 h'), value: 'now-24h' },
    { label: t('usage-log.period.7-days', '7 d'), value: 'now-7d' },
    { label: t('usage-log.period.30-days', '30 d'), value: 'now-30d' },
    { label: t('usage-log.period.90-days', '90 d'), value: 'now-90d' },
  ];
}

/** Resolves `from` and `to` of the URL to a time range, relative to the current time. */
export function timeRangeOf({ from, to }: { from: string; to: string }, timeZone: TimeZone): TimeRange {
  return rangeUtil.convertRawToRange({ from: rawOf(from), to: rawOf(to) }, timeZone);
}

/** URL form of a selected range: relative times unchanged, absolute times as Unix milliseconds. */
export function urlRangeOf({ raw, from, to }: TimeRange): { from: string; to: string } {
  const write = (value: RawTimeRange['from'], moment: TimeRange['from']) =>
    typeof value === 'string' ? value : String(moment.valueOf());
  return { from: write(raw.from, from), to: write(raw.to, to) };
}

/** Moves the range backward (-1) or forward (1) by half its length. */
export function shifted(range: TimeRange, direction: -1 | 1): { from: string; to: string } {
  const half = ((range.to.valueOf() - range.from.valueOf()) / 2) * direction;
  return { from: String(Math.round(range.from.valueOf() + half)), to: String(Math.round(range.to.valueOf() + half)) };
}

/** Doubles the length of the range around its middle. */
export function zoomedOut(range: TimeRange): { from: string; to: string } {
  const half = (range.to.valueOf() - range.from.valueOf()) / 2;
  return { from: String(Math.round(range.from.valueOf() - half)), to: String(Math.round(range.to.valueOf() + half)) };
}

function rawOf(text: string): RawTimeRange['from'] {
  return /^\d+$/.test(text) ? dateTime(Number(text)) : text;
}
