import type { Decimal } from '@tokentrail/pricing/decimal';
import { shift } from '../amounts.ts';

const TOKEN_UNIT = /^(?:1|(1k|1000|1,000|thousand)|(1m|1000000|1,000,000|million))?\s*(?:tokens?|counts?)?$/i;

/**
 * A quantity in tokens, if its unit is tokens or a power of ten of them: `1K`, `1M tokens`, `1000 Tokens`, `count`. Other units
 * are kept. A unit that does not say how many tokens it has, such as `Units` of the AWS Marketplace, leaves the quantity unknown.
 */
export function inTokens(
  quantity: Decimal | null,
  unit: string | null,
): { quantity: Decimal | null; unit: string | null } {
  if (quantity === null || unit === null || /^units?$/i.test(unit.trim())) {
    return { quantity: null, unit };
  }
  const match = TOKEN_UNIT.exec(unit.trim());
  if (match === null || unit.trim() === '') {
    return { quantity, unit };
  }
  return { quantity: shift(quantity, match[1] !== undefined ? 3 : match[2] !== undefined ? 6 : 0), unit: 'tokens' };
}
