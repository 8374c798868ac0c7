import type { Totals, UsageLedger } from '@tokentrail/usage-store';
import { useCallback } from 'react';
import { useQuery, type Query } from '../store/use-query.ts';
import type { Selection } from './use-selection.ts';

/**
 * Totals of a selection. On a refresh, the previous totals stay until the new ones arrive.
 *
 * @param selection null loads nothing: the page loads the rows first
 */
export function useTotals(ledger: UsageLedger, selection: Selection | null): Query<Totals> {
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { range = { fromMs: 0, toMs: 0 }, filter = {} } = selection ?? {};
      return ledger.totals({ range, filter, signal });
    },
    [ledger, selection],
  );
  return useQuery(selection !== null && ledger.capabilities.totals ? load : null, selection?.id);
}
