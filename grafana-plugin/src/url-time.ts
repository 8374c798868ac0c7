import { dateMath, dateTime, dateTimeForTimeZone, type DateTime, type TimeZone } from '@grafana/data';

/** Times that the ledger can store, Unix milliseconds. */
export const MIN_TIME_MS = 0;
export const MAX_TIME_MS = Date.UTC(2262, 0, 1);

const UNIX_MS = /^-?\d+$/;
/** `20261122` and `20261122T101500`, as Grafana's dashboards accept them. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?$/;
/** ISO 8601 with an optional time and offset. A `+` that was not escaped arrives as a space. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+\- ]\d{2}:?\d{2})?)?$/i;

/** Whether `text` is relative to the current time, such as `now-7d` or `now/d`. */
export function isRelativeTime(text: string): boolean {
  return text.startsWith('now');
}

/**
 * A time of the URL in one of Grafana's forms: relative (`now-7d`, `now/d`), Unix milliseconds, or a date with optional
 * time and offset. Without an offset, it is a time in `timeZone`. Null if it cannot be read.
 *
 * @param roundUp `now/d` is the end of the day, otherwise its start
 */
export function parseUrlTime(text: string, timeZone: TimeZone, roundUp: boolean): DateTime | null {
  const time = isRelativeTime(text) ? dateMath.parse(text, roundUp, timeZone) : parseAbsolute(text, timeZone);
  return time?.isValid() === true ? clamped(time, timeZone) : null;
}

function parseAbsolute(text: string, timeZone: TimeZone): DateTime | undefined {
  const compact = COMPACT.exec(text);
  if (compact) {
    const [, year, month, day, hour = '00', minute = '00', second = '00'] = compact;
    return dateTimeForTimeZone(timeZone, `${year}-${month}-${day}T${hour}:${minute}:${second}`);
  }
  if (UNIX_MS.test(text)) {
    // Beyond the range of dates, only the sign matters.
    return dateTimeForTimeZone(timeZone, Math.min(Math.max(Number(text), MIN_TIME_MS), MAX_TIME_MS));
  }
  const iso = ISO.exec(text);
  if (iso) {
    const [, date, time = '00:00', offset] = iso;
    return offset === undefined
      ? dateTimeForTimeZone(timeZone, `${date}T${time}`)
      : dateTime(`${date}T${time}${offset.replace(' ', '+')}`);
  }
  return undefined;
}

function clamped(time: DateTime, timeZone: TimeZone): DateTime {
  const ms = clampTime(time.valueOf());
  return ms === time.valueOf() ? time : dateTimeForTimeZone(timeZone, ms);
}

/** The nearest time, in Unix milliseconds, that the ledger can store. */
export function clampTime(ms: number): number {
  return Math.min(Math.max(ms, MIN_TIME_MS), MAX_TIME_MS);
}

/** Whether `text` is `browser`, `utc` or the name of a zone that the browser knows. */
export function isTimeZone(text: string): boolean {
  if (text === 'browser') {
    return true;
  }
  try {
    return Intl.DateTimeFormat('en-US', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}
