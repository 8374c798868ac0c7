import { useCallback, useMemo } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { MAX_TIME_MS, MIN_TIME_MS } from '../url-time.ts';
import { recordFilterOf, type FilterState } from '../filters/filters.ts';
import type { Selection } from './use-selection.ts';

export interface EmptyCauses {
  /** For each of the first parts, whether there are records without it; null while unknown. */
  found: readonly boolean[] | null;
  /** Start of the newest record of any time that the filter selects; null if there is none, undefined while unknown. */
  newest: string | null | undefined;
}

/** Each part is a query. */
const MAX_PARTS = 6;

/** Why a selection has no records. */
export function useEmptyCauses({ range, filter }: Selection, parts: readonly { rest: FilterState }[]): EmptyCauses {
  const ledger = useLedger().stores.ledger;
  const rests = JSON.stringify(parts.slice(0, MAX_PARTS).map(({ rest }) => recordFilterOf(rest)));
  const filters = useMemo(() => JSON.parse(rests) as Selection['filter'][], [rests]);
  const loadFound = useCallback(
    (signal: AbortSignal) =>
      Promise.all(
        filters.map(async (one) => (await ledger.list({ range, filter: one, limit: 1, signal })).records.length > 0),
      ),
    [ledger, range, filters],
  );
  const loadNewest = useCallback(
    async (signal: AbortSignal) => {
      const everything = { fromMs: MIN_TIME_MS, toMs: MAX_TIME_MS };
      const [record] = (await ledger.list({ range: everything, filter, limit: 1, signal })).records;
      return record?.startUnixNano ?? null;
    },
    [ledger, filter],
  );
  const found = useQuery(loadFound, rests);
  const newest = useQuery(ledger.capabilities.maxRangeMs === null ? loadNewest : null, filter);
  return { found: found.value ?? null, newest: newest.value };
}
