import { css, cx } from '@emotion/css';
import { locationUtil, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { type MouseEvent } from 'react';
import { requestPath } from '../links.ts';
import { NoDetail } from '../request/NoDetail.tsx';
import { RecordSummary } from '../request/RecordSummary.tsx';
import { testIds } from '../testIds.ts';
import { COLUMN_GAP, COLUMNS } from './columns.tsx';

interface Props {
  id: string;
  record: UsageRecord;
  timeZone: TimeZone;
  /** Uid of the data source, for the row's link. */
  ds: string | null;
  /** CSS grid tracks of the row, those of the header. */
  tracks: string;
  index: number;
  active: boolean;
  open: boolean;
  unfolded: boolean;
  /** Whether there is more to open than what unfolds. */
  opens: boolean;
  onUnfold: () => void;
  onChoose: () => void;
}

/** One line, and under it the record's summary when unfolded. */
export function RecordRow({ id, record, timeZone, ds, tracks, index, active, open, unfolded, opens, ...on }: Props) {
  const styles = useStyles2(getStyles);
  const choose = (event: MouseEvent<HTMLElement>) => {
    if (!isSelectingText(event.currentTarget) && !wantsNewTab(event)) {
      event.preventDefault();
      on.onChoose();
    }
  };
  return (
    <>
      {/* Keys are the grid's: it moves an active row, as a list box does. */}
      <div
        id={id}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={open}
        aria-expanded={unfolded}
        data-testid={testIds.usageLog.row}
        data-span-id={record.spanId}
        className={cx(styles.row, active && styles.active, open && styles.open)}
        style={{ gridTemplateColumns: tracks }}
        onClick={choose}
      >
        <span role="gridcell" className={styles.unfold}>
          <IconButton
            name={unfolded ? 'angle-down' : 'angle-right'}
            tooltip={unfolded ? 'Fold' : 'Unfold'}
            tabIndex={-1}
            data-testid={testIds.usageLog.unfold}
            onClick={(event) => {
              event.stopPropagation();
              on.onUnfold();
            }}
          />
        </span>
        {COLUMNS.map((column) => {
          const content = column.cell(record, timeZone);
          return (
            <span
              key={column.id}
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
        })}
      </div>
      {unfolded && (
        <div role="row" className={styles.below} data-testid={testIds.usageLog.unfolded}>
          <div role="gridcell" className={styles.summary}>
            <RecordSummary record={record} timeZone={timeZone} />
            {!opens && <NoDetail />}
          </div>
        </div>
      )}
    </>
  );
}

/** Who drags over text to copy it does not want the row opened under their hand. */
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
  unfold: css({ display: 'inline-flex' }),
  cell: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  right: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  link: css({ color: 'inherit', fontVariantNumeric: 'tabular-nums', '&:hover': { textDecoration: 'underline' } }),
  summary: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  below: css({
    padding: theme.spacing(1.5, 2, 2, 4),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.secondary,
  }),
});
