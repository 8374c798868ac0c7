import type { Usage } from '@tokentrail/records';
import type { ReportedUsage } from '../types.ts';
import { known, type Fields } from '../util/fields.ts';

/**
 * The reported token counts and the provider's usage object, `raw`, that contains them; undefined if there are no
 * counts.
 */
export function reportedUsage(
  raw: Fields,
  tokens: { [K in keyof Usage]: number | undefined },
): ReportedUsage | undefined {
  const reported = known(tokens);
  return Object.keys(reported).length === 0 ? undefined : { ...reported, raw };
}
