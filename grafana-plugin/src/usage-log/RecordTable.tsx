import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import React, { useId, useLayoutEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { DEFAULT_DENSITY, type Density } from '../column-set.ts';
import { testIds } from '../testIds.ts';
import { tableWidths, type TableWidths } from './column-widths.ts';
import type { Column } from './columns/column.ts';
import { TableHeader, type HeaderProps } from './columns/TableHeader.tsx';
import { RecordRow } from './RecordRow.tsx';
import { useScrollAnchor } from './use-scroll-anchor.ts';
import { rowIdOf, useTableSelection } from './use-table-selection.ts';

interface Props extends HeaderProps {
  records: readonly UsageRecord[];
  /** Shown columns, in display order. Memoise them: other columns measure the widths again. */
  columns: readonly Column[];
  /** Default: compact. */
  density?: Density;
  timeZone: TimeZone;
  /** Uid of the data source, for the links of the rows. */
  ds: string | null;
  /** The record whose detail is open. */
  open: RecordKey | null;
  /** Opens the detail of a clicked row; null expands the row instead. */
  onOpen: ((record: UsageRecord) => void) | null;
  /** Shown under the last row. */
  footer?: ReactNode;
  /** A change scrolls to the first row. */
  topKey?: unknown;
}

/** In units of the theme's spacing. */
const ROW_HEIGHT: Readonly<Record<Density, number>> = { compact: 4, comfortable: 6 };

/** Rows rendered above and below the visible ones. */
const OVERSCAN = 12;

/**
 * Virtualised table of records. Fills its parent, which must have a definite height. Keyboard: ↑ ↓ Home End move, Enter
 * opens, → ← expand and collapse a row, Esc collapses all rows.
 */
export function RecordTable(props: Props) {
  const { records, columns, density = DEFAULT_DENSITY, timeZone, ds, open, onOpen } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const idPrefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = theme.spacing.gridSize * ROW_HEIGHT[density];
  const virtualizer = useRowVirtualizer(records, scroller, rowHeight);
  useScrollAnchor({ records, scroller, rowHeight, topKey: props.topKey });
  const selection = useTableSelection({ records, onOpen, scrollToIndex: (index) => virtualizer.scrollToIndex(index) });
  const { tracks, min } = useTableWidths(columns, records, timeZone);
  const renderRow = ({ index, start }: VirtualItem) => {
    const record = records[index];
    const id = rowIdOf(record);
    return (
      record && (
        <div
          key={id}
          role="presentation"
          ref={virtualizer.measureElement}
          data-index={index}
          className={styles.positioned}
          style={{ transform: `translateY(${start}px)` }}
        >
          <RecordRow
            id={`${idPrefix}${id}`}
            {...{ record, columns, timeZone, ds, tracks, index, height: rowHeight }}
            active={selection.activeId === id}
            open={open !== null && rowIdOf(open) === id}
            expanded={selection.expandedIds.has(id)}
            opensDetail={onOpen !== null}
            onExpand={() => selection.expand(id)}
            onOpen={() => selection.open(record)}
          />
        </div>
      )
    );
  };
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('usage-log.table.label', 'Usage log')}
      aria-rowcount={records.length + 1}
      aria-activedescendant={selection.activeId === null ? undefined : `${idPrefix}${selection.activeId}`}
      className={styles.scroller}
      data-testid={testIds.usageLog.table}
      onKeyDown={selection.onKeyDown}
    >
      <TableHeader {...{ columns, tracks, min }} sort={props.sort} onSort={props.onSort} onResize={props.onResize} />
      <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize(), minWidth: min }}>
        {virtualizer.getVirtualItems().map(renderRow)}
      </div>
      {props.footer}
    </div>
  );
}

function useTableWidths(columns: readonly Column[], records: readonly UsageRecord[], timeZone: TimeZone): TableWidths {
  const theme = useTheme2();
  return useMemo(() => tableWidths(theme, columns, records, timeZone), [theme, columns, records, timeZone]);
}

/** Decides which rows to render. `rowHeight` is that of a collapsed row, in pixels. */
function useRowVirtualizer(
  records: readonly UsageRecord[],
  scroller: RefObject<HTMLDivElement | null>,
  rowHeight: number,
) {
  const virtualizer = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowIdOf(records[index]),
    scrollPaddingStart: rowHeight,
    overscan: OVERSCAN,
  });
  // It keeps the heights that it has measured.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  return virtualizer;
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({
    height: '100%',
    overflow: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  body: css({ position: 'relative' }),
  positioned: css({ position: 'absolute', top: 0, left: 0, width: '100%' }),
});
