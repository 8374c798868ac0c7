const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of an instant (unix milliseconds) in a time zone. */
export type DayOf = (unixMs: number) => string;

/**
 * The calendar of a time zone: an IANA name, or an offset such as `+08:00`. Throws RangeError if the zone is unknown.
 */
export function dayIn(zone: string): DayOf {
  if (zone === 'UTC') {
    return memoized((unixMs) => new Date(unixMs).toISOString().slice(0, 10));
  }
  // en-CA writes dates as YYYY-MM-DD.
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return memoized((unixMs) => format.format(unixMs));
}

/** Exports repeat the same few starts of hours and days. */
function memoized(compute: DayOf): DayOf {
  const days = new Map<number, string>();
  return (unixMs) => {
    let day = days.get(unixMs);
    if (day === undefined) {
      day = compute(unixMs);
      days.set(unixMs, day);
    }
    return day;
  };
}

/** The day after `day`, both `YYYY-MM-DD`. */
export function nextDay(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** All days of `from` to `to`, both included. */
export function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = nextDay(day)) {
    days.push(day);
  }
  return days;
}

/** The first instant of a day in a zone, unix milliseconds. */
export function startOfDay(day: string, dayOf: DayOf): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // Zones are at most 14 hours ahead and 12 behind, on quarters of an hour.
  for (let start = utc - 14 * 3_600_000; start <= utc + 12 * 3_600_000; start += 900_000) {
    if (dayOf(start) === day) {
      return start;
    }
  }
  throw new RangeError(`the zone has no day ${day}`);
}
