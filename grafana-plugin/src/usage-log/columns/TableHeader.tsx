import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { SortField } from '@tokentrail/usage-store';
import React, { useState, type KeyboardEvent } from 'react';
import { clampedPx, type ColumnId } from '../../column-set.ts';
import { testIds } from '../../testIds.ts';
import { COLUMN_GAP, TRACKS, type Column } from './column.ts';
import { ResizeHandle, type OnResize } from './ResizeHandle.tsx';

export interface HeaderProps {
  /** What the rows are sorted by. Default: time. */
  sort?: SortField | undefined;
  /** Absent if the rows cannot be sorted. */
  onSort?: ((sort: SortField) => void) | undefined;
  /** Absent if the columns cannot be resized. */
  onResize?: OnResize | undefined;
}

interface Props extends HeaderProps {
  columns: readonly Column[];
  /** Width below which the table scrolls sideways, as CSS. */
  min: string;
  /** Whether only screen readers get the titles: in cards. */
  hidden: boolean;
}

/** In units of the theme's spacing. */
export const HEADER_HEIGHT = 4;

/** Pixels by which one press of an arrow key changes a width. */
const KEY_STEP = 8;

/**
 * Header of the table. It is one tab stop: ← → Home End move between the titles, Enter sorts, Shift with ← → changes the
 * width of the column.
 */
export function TableHeader({ columns, min, hidden, sort = 'time', onSort, onResize }: Props) {
  const styles = useStyles2(getStyles);
  const [current, setCurrent] = useState<ColumnId | null>(null);
  const tabStop = columns.some(({ id }) => id === current) ? current : columns[0]?.id;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, { id, sort: sortsBy }: Column) => {
    const cell = event.currentTarget;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && event.shiftKey) {
      onResize?.(id, clampedPx(cell.getBoundingClientRect().width + step * KEY_STEP), true);
    } else if (step !== undefined || event.key === 'Home' || event.key === 'End') {
      focusTitle(cell, step ?? event.key);
    } else if ((event.key === 'Enter' || event.key === ' ') && sortsBy !== undefined) {
      onSort?.(sortsBy);
    } else {
      return;
    }
    event.preventDefault();
    // The grid has the same keys for its rows.
    event.stopPropagation();
  };
  return (
    <div role="rowgroup" className={hidden ? 'sr-only' : styles.top} style={hidden ? undefined : { minWidth: min }}>
      <div role="row" aria-rowindex={1} className={styles.header}>
        <span role="columnheader">
          <span className="sr-only">{t('usage-log.table.expand', 'Expand')}</span>
        </span>
        {columns.map((column) => {
          const sortable = onSort !== undefined && column.sort !== undefined;
          const sorted = column.sort === sort;
          return (
            <span
              key={column.id}
              role="columnheader"
              tabIndex={column.id === tabStop ? 0 : -1}
              aria-sort={sorted ? 'descending' : undefined}
              aria-keyshortcuts={onResize && 'Shift+ArrowLeft Shift+ArrowRight'}
              className={cx(styles.cell, sortable && styles.sortable, column.align === 'right' && styles.right)}
              data-testid={testIds.usageLog.title(column.id)}
              onFocus={() => setCurrent(column.id)}
              onKeyDown={(event) => onKeyDown(event, column)}
              onClick={() => column.sort !== undefined && onSort?.(column.sort)}
            >
              <span className={styles.title}>{column.title()}</span>
              {sortable && sorted && <Icon name="arrow-down" size="xs" />}
              {onResize && <ResizeHandle column={column} onResize={onResize} />}
            </span>
          );
        })}
      </div>
    </div>
  );
}

/** Focuses the title before or after `cell`, or the first or last one. */
function focusTitle(cell: HTMLElement, target: number | string) {
  const titles = [...(cell.parentElement?.querySelectorAll<HTMLElement>('[role="columnheader"][tabindex]') ?? [])];
  const index = target === 'Home' ? 0 : target === 'End' ? titles.length - 1 : titles.indexOf(cell) + Number(target);
  titles[index]?.focus();
}

const getStyles = (theme: GrafanaTheme2) => ({
  top: css({ position: 'sticky', top: 0, zIndex: 1 }),
  header: css({
    display: 'grid',
    gridTemplateColumns: `var(${TRACKS})`,
    alignItems: 'center',
    columnGap: theme.spacing(COLUMN_GAP),
    height: theme.spacing(HEADER_HEIGHT),
    padding: theme.spacing(0, 1),
    borderBottom: `1px solid ${theme.colors.border.medium}`,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  cell: css({
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    alignSelf: 'stretch',
    minWidth: 0,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-2px' },
  }),
  sortable: css({ cursor: 'pointer', '&:hover': { color: theme.colors.text.primary } }),
  // The arrow of a sorted column is beside the title, on the side of the free space.
  right: css({ flexDirection: 'row-reverse' }),
  title: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
