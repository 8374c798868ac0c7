import type { TimeZone } from '@grafana/data';
import { config } from '@grafana/runtime';

/** `Intl` formats, by locale and options: creating one takes as long as formatting hundreds of values. */
const numberFormats = new Map<string, Intl.NumberFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();
const agoFormats = new Map<string, Intl.RelativeTimeFormat>();

/** The user's locale for numbers and dates: the regional format, a preference of Grafana 12, or the language. */
function userLocale(): string {
  const { user } = config.bootData;
  const regional = 'regionalFormat' in user && typeof user.regionalFormat === 'string' ? user.regionalFormat : '';
  return regional || config.language || 'en-US';
}

export function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const create = (locale: string) => new Intl.NumberFormat(locale, options);
  return cached(numberFormats, JSON.stringify([userLocale(), options]), create);
}

export function timeFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const create = (locale: string) => new Intl.DateTimeFormat(locale, options);
  return cached(timeFormats, JSON.stringify([userLocale(), options]), create);
}

/** Lengths of time before now: "4s ago". */
export function agoFormat(): Intl.RelativeTimeFormat {
  const create = (locale: string) => new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'always' });
  return cached(agoFormats, userLocale(), create);
}

/** `Intl` rejects a locale or time zone that the browser does not know; Grafana then uses its default. */
function cached<T>(formats: Map<string, T>, key: string, create: (locale: string) => T): T {
  const known = formats.get(key);
  if (known !== undefined) {
    return known;
  }
  let format: T;
  try {
    format = create(userLocale());
  } catch {
    format = create('en-US');
  }
  formats.set(key, format);
  return format;
}

/** The zone as `Intl` names it; undefined is that of the browser. */
export function zoneOf(timeZone: TimeZone): string | undefined {
  return timeZone === 'browser' || timeZone === '' ? undefined : timeZone;
}
