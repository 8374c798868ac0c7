import type { Conditions } from './document.ts';

/** Period [from, until) in unix ms in which a resolved price cannot change. */
export interface Span {
  from: number;
  until: number;
}

export const ALWAYS: Span = { from: -Infinity, until: Infinity };

// Every time-zone offset and every change of it is a multiple of this, so local time is continuous within a quarter of
// an hour.
const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const WINDOW_TEXT = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export interface Held {
  holds: boolean;
  /** Period around the given instant in which the result stays the same. */
  span: Span;
}

export function intersect(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) };
}

/** Whether `at` lies in [from, to); both are optional. Instants are ISO texts; a bare date means midnight UTC. */
export function inDates(range: { from?: string; to?: string }, at: number): Held {
  const from = range.from === undefined ? -Infinity : Date.parse(range.from);
  const to = range.to === undefined ? Infinity : Date.parse(range.to);
  if (at < from) {
    return { holds: false, span: { from: -Infinity, until: from } };
  }
  return at < to ? { holds: true, span: { from, until: to } } : { holds: false, span: { from: to, until: Infinity } };
}

/** Parses a daily window into minutes of the day; null if the text is not a window. It may span midnight. */
export function parseWindow(text: string): { opens: number; closes: number } | null {
  const match = WINDOW_TEXT.exec(text);
  if (match === null) {
    return null;
  }
  const [opens, closes] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
  return opens > DAY_MINUTES || closes > DAY_MINUTES || opens === closes ? null : { opens, closes };
}

/**
 * Whether `at` lies in a daily window. A window over midnight belongs to the day on which it opens. The result is valid
 * at most until the end of the quarter of an hour, because the zone's clock may change then.
 */
export function inDailyWindow(time: NonNullable<Conditions['time']>, at: number): Held {
  const window = parseWindow(time.window);
  if (window === null) {
    return { holds: false, span: ALWAYS };
  }
  const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const local = localTime(at, time.tz ?? 'UTC');
  const minuteStart = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  let span: Span = { from: quarter, until: quarter + QUARTER_MS };
  for (const edge of [window.opens, window.closes % DAY_MINUTES, 0]) {
    const instant = minuteStart + (edge - local.minute) * MINUTE_MS;
    span =
      instant <= at
        ? intersect(span, { from: instant, until: Infinity })
        : intersect(span, { from: -Infinity, until: instant });
  }
  return { holds: isOpen(window, local, time.days), span };
}

interface LocalTime {
  minute: number;
  /** 0 is Sunday. */
  weekday: number;
}

function isOpen(window: { opens: number; closes: number }, local: LocalTime, days: string[] | undefined): boolean {
  const onDay = (weekday: number) =>
    days === undefined || days.some((day) => WEEKDAYS[weekday] === day.toLowerCase().slice(0, 3));
  if (window.opens < window.closes) {
    return local.minute >= window.opens && local.minute < window.closes && onDay(local.weekday);
  }
  return (
    (local.minute >= window.opens && onDay(local.weekday)) ||
    (local.minute < window.closes && onDay((local.weekday + 6) % 7))
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(at: number, zone: string): LocalTime {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  return { minute, weekday: WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()) };
}
