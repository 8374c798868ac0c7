import type { TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import type { SuggestValues } from './use-completions.ts';

/** Maximum number of suggested values. */
const MAX_VALUES = 20;

/** Suggests the values of a field among the records of a period. Null if the store cannot. */
export function useSuggestValues(ledger: UsageLedger, range: TimeRange): SuggestValues | null {
  return useMemo(
    () =>
      ledger.capabilities.distinct
        ? (field, prefix, signal) => ledger.distinct({ field, prefix, range, filter: {}, limit: MAX_VALUES, signal })
        : null,
    [ledger, range],
  );
}
