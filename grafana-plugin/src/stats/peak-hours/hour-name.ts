import type { TimeZone } from '@grafana/data';
import { formatHour, formatWeekday, zoneName } from '../../format.ts';
import type { HourOfWeek } from './hour-spans.ts';

/** "Monday, 14:00 – 15:00 (Europe/Berlin)". */
export function hourName({ weekday, hour }: HourOfWeek, timeZone: TimeZone): string {
  return `${formatWeekday(weekday, 'long')}, ${formatHour(hour)} – ${formatHour(hour + 1)} (${zoneName(timeZone)})`;
}
