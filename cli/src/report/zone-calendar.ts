import type { ZoneCalendar } from '@tokentrail/usage-store';
import { DateTime, IANAZone } from 'luxon';
import { UserError } from '../fail.ts';

/**
 * The calendar of a time zone; weeks begin on Monday.
 *
 * @param zone IANA name, such as `Europe/Berlin` or `UTC`
 */
export function zoneCalendar(zone: string): ZoneCalendar {
  const at = (ms: number) => DateTime.fromMillis(ms, { zone });
  return {
    startOf: (ms, unit) => at(ms).startOf(unit).toMillis(),
    add: (ms, count, unit) =>
      at(ms)
        .plus({ [unit]: count })
        .toMillis(),
    between: (fromMs, toMs, unit) => at(toMs).diff(at(fromMs), unit).as(unit),
    offsetMs: (ms) => at(ms).offset * 60_000,
    hourAt: (ms) => at(ms).hour,
    atHour: (ms, hour) => at(ms).startOf('day').set({ hour }).toMillis(),
  };
}

/** @throws UserError unless the text is the IANA name of a zone. */
export function requiredZone(text: string): string {
  if (!IANAZone.isValidZone(text)) {
    throw new UserError(`there is no time zone ${text}: write an IANA name, such as UTC or Europe/Berlin`);
  }
  return text;
}
