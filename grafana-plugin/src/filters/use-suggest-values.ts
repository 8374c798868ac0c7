import type { UsageLedger } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import type { SuggestValues } from './search/use-completions.ts';
import type { SelectedRecords } from './use-selected-records.ts';

/** Maximum number of suggested values. */
export const MAX_SUGGESTIONS = 100;

/**
 * A function that suggests the values of a field in the records that the conditions on other fields select; null if the store
 * cannot, or is null. Words do not narrow them: the user may be writing one that becomes the name of a field.
 */
export function useSuggestValues(
  ledger: UsageLedger | null,
  { range, filter }: Pick<SelectedRecords, 'range' | 'filter'>,
): SuggestValues | null {
  const { conditions: all } = filter;
  return useMemo(() => {
    if (ledger?.capabilities.distinct !== true) {
      return null;
    }
    return (field, prefix, signal) => {
      const conditions = (all ?? []).filter((condition) => condition.field !== field);
      return ledger.distinct({
        field,
        prefix,
        range,
        filter: { conditions },
        limit: MAX_SUGGESTIONS,
        signal,
      });
    };
  }, [ledger, range, all]);
}
