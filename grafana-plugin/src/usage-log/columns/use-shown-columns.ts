import type { UsageRecord } from '@tokentrail/records';
import { useEffect, useMemo, useState } from 'react';
import type { ColumnChoice, ColumnId, Density } from '../../column-set.ts';
import type { Column, ColumnOptions } from './column.ts';
import { defaultColumns } from './default-columns.tsx';
import { withSecondLines } from './second-lines.tsx';

interface Shown {
  choices: readonly ColumnChoice[];
  density: Density;
  /** Memoise them. */
  options: ColumnOptions;
  records: readonly UsageRecord[];
}

/** Columns that are always shown. */
const NEVER_EMPTY: ReadonlySet<ColumnId> = new Set(['time', 'status', 'endpoint']);

/** The chosen columns in their order, without those that have no value in `records`. Null while their code loads. */
export function useShownColumns({ choices, density, options, records }: Shown): readonly Column[] | null {
  const all = useAllColumns(options, choices);
  // Another width is no reason to render the rows again.
  const ids = choices.map(({ id }) => id).join(' ');
  const available = useMemo(() => {
    if (all === null) {
      return null;
    }
    const columns = ids.split(' ').flatMap((id) => all.filter((column) => column.id === id));
    return density === 'comfortable' ? columns.map(withSecondLines) : columns;
  }, [all, ids, density]);
  // A refresh changes the records, but rarely the columns that have values.
  const emptyIds = useMemo(() => emptyIdsOf(available ?? [], records), [available, records]);
  return useMemo(() => {
    const empty = new Set(emptyIds.split(' '));
    return available?.filter(({ id }) => !empty.has(id)) ?? null;
  }, [available, emptyIds]);
}

/** Ids of the columns without a value in any record. */
function emptyIdsOf(columns: readonly Column[], records: readonly UsageRecord[]): string {
  const isEmpty = ({ id, has }: Column) => records.length > 0 && !NEVER_EMPTY.has(id) && !records.some(has);
  return columns
    .filter(isEmpty)
    .map(({ id }) => id)
    .join(' ');
}

type MoreColumns = (options: ColumnOptions) => Column[];

/** All columns that `choices` need, and null until their code has loaded. */
function useAllColumns(options: ColumnOptions, choices: readonly ColumnChoice[]): readonly Column[] | null {
  const [more, setMore] = useState<{ columns: MoreColumns } | null>(null);
  const ofDefault = useMemo(() => defaultColumns(options), [options]);
  const needsMore = choices.some(({ id }) => !ofDefault.some((column) => column.id === id));
  useEffect(() => {
    if (needsMore) {
      void loadMoreColumns().then((columns) => setMore({ columns }));
    }
  }, [needsMore]);
  return useMemo(() => {
    if (!needsMore) {
      return ofDefault;
    }
    return more === null ? null : [...ofDefault, ...more.columns(options)];
  }, [needsMore, more, ofDefault, options]);
}

async function loadMoreColumns(): Promise<MoreColumns> {
  const { moreColumns } = await import('./more-columns.tsx');
  return moreColumns;
}
