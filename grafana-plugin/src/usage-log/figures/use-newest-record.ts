import type { UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useMemo, useState } from 'react';
import type { RecordList } from '../use-record-list.ts';
import type { Selection } from '../use-selection.ts';
import { newestOf, readNewest, type NewestRecord } from './newest-record.ts';
import { useFigure } from '../../figures/use-figure.ts';

/**
 * The newest record of the store, also if it is not selected: the first row, if the rows are all records until now, otherwise the
 * result of a query. Undefined while it is not known, null if the store has no record.
 *
 * @param endsNow whether the selection ends now
 * @param selection null reads nothing
 */
export function useNewestRecord(
  ledger: UsageLedger,
  list: RecordList,
  endsNow: boolean,
  selection: Selection | null,
): { newest: NewestRecord | null | undefined; loading: boolean } {
  const inList = endsNow && list.offer === null && isNewestFirst(list);
  const query = useFigure(
    useCallback(async (_: Selection, signal: AbortSignal) => ({ newest: await readNewest(ledger, signal) }), [ledger]),
    inList ? null : selection,
    '',
    ledger,
  );
  const { records } = list;
  const first = useMemo(() => (inList ? newestOf(records) : undefined), [inList, records]);
  const current = inList ? first : query.value?.newest;
  const [known, setKnown] = useState(current);
  if (current !== undefined && current !== known) {
    setKnown(current);
  }
  // The previous one stays while another one is read.
  return { newest: current === undefined ? known : current, loading: query.loading };
}

function isNewestFirst({ records, selection }: RecordList): boolean {
  return records.length > 0 && selection?.sort === 'time' && Object.keys(selection.filter).length === 0;
}
