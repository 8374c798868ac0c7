import { sellerOfProvider } from '@tokentrail/pricing';
import { profileOf, tokensIn } from '@tokentrail/usage';
import type { ReportedUsage } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import { tokensOf } from './token-counts.ts';

const cache = new WeakMap<ReportedUsage, ReportedUsage>();

/**
 * `usage` with the token counts that the provider's usage object means, read in the same way as for the price. The reported
 * counts are used if there is no such object or if it contains none.
 */
export function readUsage(
  usage: ReportedUsage | undefined,
  provider: string | undefined,
  apiFormat: string | undefined,
): ReportedUsage | undefined {
  if (usage?.raw === undefined) {
    return usage;
  }
  // A record asks for its usage several times.
  const known = cache.get(usage);
  if (known !== undefined) {
    return known;
  }
  const profile = profileOf(provider && sellerOfProvider(provider));
  const tokens = guarded('reading a usage', () => tokensIn(usage.raw, profile, apiFormat)) ?? {};
  const { units, raw, conditions } = usage;
  const counts = Object.keys(tokens).length === 0 ? tokensOf(usage) : tokens;
  const read: ReportedUsage = { ...counts, raw };
  if (units !== undefined) read.units = units;
  if (conditions !== undefined) read.conditions = conditions;
  cache.set(usage, read);
  return read;
}
