import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2, useTheme2 } from '@grafana/ui';
import type { GroupField, RecordGroup } from '@tokentrail/usage-store';
import React, { useCallback, useMemo } from 'react';
import { formatCount } from '../../format.ts';
import { Failure } from '../../states/Failure.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useQuery } from '../../store/use-query.ts';
import { defaultColumns } from '../columns/default-columns.tsx';
import { useColumnOptions } from '../columns/use-column-options.ts';
import { RecordTable } from '../RecordTable.tsx';
import type { Selection } from '../use-selection.ts';

interface Props {
  group: RecordGroup;
  field: GroupField;
  selection: Selection;
  timeZone: TimeZone;
}

/** A group shows its newest records; its filter shows all. */
const MAX_RECORDS = 100;
/** Rows that are visible at once, without scrolling. */
const MAX_VISIBLE = 10;
/** Header and one more row. */
const EXTRA_ROWS = 2;
/** In units of the theme's spacing. */
const ROW_HEIGHT = 4;

/** The newest records of a group. */
export function GroupRecords({ group, field, selection, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { stores, ds } = useLedger();
  const { id } = group;
  const load = useCallback(
    (signal: AbortSignal) => {
      const { range, filter } = selection;
      const conditions = [...(filter.conditions ?? []), { field, values: [id] }];
      return stores.ledger.list({ range, filter: { ...filter, conditions }, limit: MAX_RECORDS, signal });
    },
    [stores.ledger, selection, field, id],
  );
  const query = useQuery(load, `${selection.id} ${field} ${id}`);
  const { value } = query;
  const options = useColumnOptions(selection.range, timeZone, null);
  const columns = useMemo(() => defaultColumns(options), [options]);
  const shownRows = Math.min(value?.records.length ?? group.records, MAX_VISIBLE) + EXTRA_ROWS;
  return (
    <div style={{ minHeight: theme.spacing(shownRows * ROW_HEIGHT) }}>
      {query.status === 'failed' && <Failure failure={query.failure} ds={ds} />}
      {value === undefined && query.status === 'loading' && (
        <LoadingPlaceholder text={t('usage-log.groups.loading-rows', 'Loading rows…')} />
      )}
      {value && (
        <div className={styles.table} style={{ height: theme.spacing(shownRows * ROW_HEIGHT) }}>
          <RecordTable
            columns={columns}
            records={value.records}
            timeZone={timeZone}
            ds={ds}
            open={null}
            onOpen={null}
          />
        </div>
      )}
      {value && value.next !== null && (
        <div className={styles.more}>
          {t('usage-log.groups.newest-only', 'The newest {{shown}} of {{all}} rows. Filter to see all.', {
            shown: formatCount(MAX_RECORDS),
            all: formatCount(group.records),
          })}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ overflow: 'hidden' }),
  more: css({ padding: theme.spacing(1), textAlign: 'center', color: theme.colors.text.secondary }),
});
