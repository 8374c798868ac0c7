import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, memo, Suspense, useLayoutEffect, useRef } from 'react';
import { SharedHintsContext } from '../components/shared-hints.ts';
import { NoDetail } from '../request/NoDetail.tsx';
import { useLedgerConnection } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { rowIdOf } from './row-id.ts';

const load = () => import('../request/UnfoldedRow.tsx');
const UnfoldedRow = lazy(load);

interface Props {
  record: UsageRecord;
  timeZone: TimeZone;
  /** Number of columns of the table. */
  columns: number;
  onHeight: (id: string, height: number) => void;
}

/** Loads what unfolded rows show, so that the first one does not wait for it. */
export function preloadUnfoldedRow(): void {
  // Unfolding a row loads it again and shows the failure.
  load().catch(() => {});
}

/**
 * What an unfolded row shows below itself: as wide as the visible part of the table. It says so if the user may not read
 * the rest.
 */
export const UnfoldedRecord = memo(function UnfoldedRecord({ record, timeZone, columns, onHeight }: Props) {
  const styles = useStyles2(getStyles);
  const { mayReadTraces } = useLedgerConnection();
  const row = useRef<HTMLDivElement>(null);
  const id = rowIdOf(record);
  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) {
      return;
    }
    const measure = () => onHeight(id, element.offsetHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [id, onHeight]);
  return (
    <div ref={row} role="row" aria-level={2} className={styles.row} data-testid={testIds.usageLog.unfolded}>
      <div role="gridcell" aria-colspan={columns + 1} className={styles.content}>
        {/* Its hints are tab stops of their own: the keys of the table do not reach them. */}
        <SharedHintsContext.Provider value={null}>
          <Suspense fallback={<div className={styles.placeholder} />}>
            <UnfoldedRow record={record} timeZone={timeZone} />
          </Suspense>
        </SharedHintsContext.Provider>
        {!mayReadTraces && <NoDetail />}
      </div>
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    // The table may be wider than its visible part, which is the container of this unit.
    position: 'sticky',
    left: 0,
    width: '100cqw',
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.secondary,
  }),
  content: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 2, 2, 5),
    [theme.breakpoints.down('md')]: { paddingLeft: theme.spacing(2) },
  }),
  placeholder: css({ minHeight: theme.spacing(20) }),
});
