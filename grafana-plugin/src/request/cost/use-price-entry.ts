import type { UsageRecord } from '@tokentrail/records';
import { useCallback } from 'react';
import { useSharedStores } from '../../store/LedgerProvider.tsx';
import { useRepeatable, type Repeatable } from '../../store/use-repeatable.ts';

/**
 * Reads the price entry of a record by its hash: its content, or null if the ledger does not have it. Loading for a record
 * without one, and in a ledger that keeps none or does not show them to this user.
 */
export function usePriceEntry({ priceEntry }: Pick<UsageRecord, 'priceEntry'>): Repeatable<string | null> {
  const ledger = useSharedStores().stores?.ledger;
  const load = useCallback(
    async (signal: AbortSignal) => (await ledger?.priceEntry(priceEntry ?? '', signal)) ?? null,
    [ledger, priceEntry],
  );
  return useRepeatable(priceEntry !== null && ledger?.capabilities.priceEntries === true ? load : null);
}
