import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import type { UsageLogState } from '../links.ts';
import { Failure } from '../states/Failure.tsx';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { COLUMNS } from './columns.tsx';
import { RecordTable } from './RecordTable.tsx';
import type { RecordList } from './use-record-list.ts';

// Loaded when there are no rows.
const EmptyLog = lazy(() => import('./EmptyLog.tsx'));

interface Props {
  list: RecordList;
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
  timeZone: TimeZone;
  onRetry: () => void;
}

/** Table of the loaded rows, or why there are none. */
export function UsageLogRows({ list, state, onChange, timeZone, onRetry }: Props) {
  const { ds, mayReadTraces } = useLedger();
  if (list.failure) {
    return <Failure failure={list.failure} ds={ds} onRetry={onRetry} />;
  }
  if (list.selection === null) {
    return (
      <LoadingPlaceholder text={t('usage-log.loading', 'Loading usage log…')} data-testid={testIds.states.loading} />
    );
  }
  if (list.records.length === 0) {
    return (
      <Suspense fallback={null}>
        <EmptyLog {...{ state, onChange, timeZone }} selection={list.selection} />
      </Suspense>
    );
  }
  return (
    <RecordTable
      columns={COLUMNS}
      records={list.records}
      timeZone={timeZone}
      ds={ds}
      open={state.open}
      onOpen={
        mayReadTraces
          ? ({ startUnixNano, traceId, spanId, sender }) =>
              onChange({ open: { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) } })
          : null
      }
      topKey={list.shownOffers}
      footer={<Footer list={list} pageSize={state.limit} ds={ds} />}
    />
  );
}

/** Shows whether all rows are loaded, or loads more. */
function Footer({ list, pageSize, ds }: { list: RecordList; pageSize: number; ds: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.footer}>
      {list.moreFailure && <Failure failure={list.moreFailure} ds={ds} onRetry={list.loadMore} />}
      {list.hasMore ? (
        <Button
          size="sm"
          variant="secondary"
          disabled={list.loading !== null}
          icon={list.loading === 'more' ? 'spinner' : 'angle-down'}
          data-testid={testIds.usageLog.loadMore}
          onClick={list.loadMore}
        >
          {t('usage-log.load-more', '', {
            count: pageSize,
            defaultValue_one: 'Load {{count}} more',
            defaultValue_other: 'Load {{count}} more',
          })}
        </Button>
      ) : (
        <span>
          {t('usage-log.all-loaded', '', {
            count: list.records.length,
            defaultValue_one: 'Showing the only row',
            defaultValue_other: 'Showing all {{count}} rows',
          })}
        </span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
});
