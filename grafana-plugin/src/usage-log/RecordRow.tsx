import { css, cx } from '@emotion/css';
import { locationUtil, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, memo, Suspense, type MouseEvent } from 'react';
import { HintTabStops } from '../components/Hint.tsx';
import { requestPath } from '../links.ts';
import { NoDetail } from '../request/NoDetail.tsx';
import { testIds } from '../testIds.ts';
import { COLUMN_GAP, type Column } from './columns.tsx';

const UnfoldedRow = lazy(() => import('../request/UnfoldedRow.tsx'));

interface Props {
  id: string;
  record: UsageRecord;
  columns: readonly Column[];
  timeZone: TimeZone;
  /** Uid of the data source, for the row's link. */
  ds: string | null;
  /** CSS grid tracks of the header. */
  tracks: string;
  /** Position in the list, from 0. */
  index: number;
  /** Whether the keyboard cursor is on the row. */
  active: boolean;
  /** Whether the record's detail is open. */
  open: boolean;
  expanded: boolean;
  /** Whether a click opens the detail. If not, the expanded row explains why. */
  opensDetail: boolean;
  onExpand: () => void;
  onOpen: () => void;
}

/** One table row, with the record's summary under it when expanded. */
export function RecordRow({
  id,
  record,
  columns,
  timeZone,
  ds,
  tracks,
  index,
  active,
  open,
  expanded,
  opensDetail,
  ...on
}: Props) {
  const styles = useStyles2(getStyles);
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!isSelectingText(event.currentTarget) && !wantsNewTab(event)) {
      event.preventDefault();
      on.onOpen();
    }
  };
  return (
    <>
      {/* The grid handles the keyboard for all rows. */}
      <div
        id={id}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={open}
        aria-expanded={expanded}
        data-testid={testIds.usageLog.row}
        data-span-id={record.spanId}
        className={cx(styles.row, active && styles.active, open && styles.open)}
        style={{ gridTemplateColumns: tracks }}
        onClick={onClick}
      >
        <span role="gridcell" className={styles.expand}>
          <ExpandButton expanded={expanded} onClick={on.onExpand} />
        </span>
        <HintTabStops value={false}>
          {columns.map((column) => (
            <Cell key={column.id} {...{ column, record, timeZone, ds }} />
          ))}
        </HintTabStops>
      </div>
      {expanded && (
        <div role="row" className={styles.below} data-testid={testIds.usageLog.unfolded}>
          <div role="gridcell" className={styles.summary}>
            <Suspense fallback={<div className={styles.placeholder} />}>
              <UnfoldedRow record={record} timeZone={timeZone} />
            </Suspense>
            {!opensDetail && <NoDetail />}
          </div>
        </div>
      )}
    </>
  );
}

function ExpandButton({ expanded, onClick }: { expanded: boolean; onClick: () => void }) {
  return (
    <IconButton
      name={expanded ? 'angle-down' : 'angle-right'}
      tooltip={expanded ? t('usage-log.row.collapse', 'Collapse row') : t('usage-log.row.expand', 'Expand row')}
      tabIndex={-1}
      data-testid={testIds.usageLog.unfold}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    />
  );
}

type CellProps = Pick<Props, 'record' | 'timeZone' | 'ds'> & { column: Column };

/** One cell. The time is a link to the record's page. Scrolling renders all rows again, but no cell. */
const Cell = memo(function Cell({ column, record, timeZone, ds }: CellProps) {
  const styles = useStyles2(getStyles);
  const content = column.cell(record, timeZone);
  return (
    <span
      role="gridcell"
      data-testid={testIds.usageLog.cell(column.id)}
      className={cx(styles.cell, column.align === 'right' && styles.right)}
    >
      {column.id === 'time' ? (
        <a href={locationUtil.assureBaseUrl(requestPath(record, ds))} className={styles.link} tabIndex={-1}>
          {content}
        </a>
      ) : (
        content
      )}
    </span>
  );
});

/** Whether text of the row is selected: a click that ends a text selection opens nothing. */
function isSelectingText(row: HTMLElement): boolean {
  const selection = window.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(row, true);
}

function wantsNewTab({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return ctrlKey || metaKey || shiftKey;
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    alignItems: 'center',
    columnGap: theme.spacing(COLUMN_GAP),
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({ background: theme.colors.action.focus }),
  open: css({ background: theme.colors.action.selected }),
  expand: css({ display: 'inline-flex' }),
  cell: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  right: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  link: css({ color: 'inherit', fontVariantNumeric: 'tabular-nums', '&:hover': { textDecoration: 'underline' } }),
  summary: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  placeholder: css({ minHeight: theme.spacing(20) }),
  below: css({
    padding: theme.spacing(1.5, 2, 2, 4),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.secondary,
  }),
});
