import type { Usage } from '@tokentrail/records';
import type { ReportedUsage } from '../types.ts';
import { defined } from '../util/defined.ts';
import type { Fields } from '../util/fields.ts';

/** The reported counts, with the usage object they were read from; undefined if there are none. */
export function reportedUsage(
  raw: Fields,
  tokens: { [K in keyof Usage]: number | undefined },
): ReportedUsage | undefined {
  const reported = defined(tokens);
  return Object.keys(reported).length === 0 ? undefined : { ...reported, raw };
}
