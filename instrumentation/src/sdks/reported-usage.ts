import type { Usage } from '@tokentrail/records';
import type { ReportedUsage } from '../types.ts';
import { known, type Fields } from '../util/fields.ts';

/** The reported counts, with the usage object they were read from; undefined if there are none. */
export function reportedUsage(
  raw: Fields,
  tokens: { [K in keyof Usage]: number | undefined },
): ReportedUsage | undefined {
  const reported = known(tokens);
  return Object.keys(reported).length === 0 ? undefined : { ...reported, raw };
}
