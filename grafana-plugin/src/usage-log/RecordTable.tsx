import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import React, { useCallback, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { testIds } from '../testIds.ts';
import { COLUMN_GAP, COLUMNS } from './columns.tsx';
import { RecordRow } from './RecordRow.tsx';

interface Props {
  records: readonly UsageRecord[];
  timeZone: TimeZone;
  ds: string | null;
  /** The record whose detail is open. */
  open: RecordKey | null;
  /** What choosing a row does; null unfolds it. */
  onOpen: ((record: UsageRecord) => void) | null;
  /** Stands under the last row. */
  footer?: ReactNode;
}

const UNFOLD_WIDTH = 3;
const ROW_HEIGHT = 4;

/** Rows of a definite height: fills its parent, which has to have one. ↑ ↓ move, Enter opens, → ← unfold and fold. */
export function RecordTable({ records, timeZone, ds, open, onOpen, footer }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());

  const rowHeight = theme.spacing.gridSize * ROW_HEIGHT;
  const virtualizer = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => nameOf(records[index]),
    scrollPaddingStart: rowHeight,
    overscan: 12,
  });

  const unfold = useCallback((name: string, to?: boolean) => {
    setUnfolded((before) => {
      const after = new Set(before);
      if (to ?? !before.has(name)) {
        after.add(name);
      } else {
        after.delete(name);
      }
      return after;
    });
  }, []);

  const choose = (record: UsageRecord) => {
    setActive(nameOf(record));
    if (onOpen) {
      onOpen(record);
    } else {
      unfold(nameOf(record));
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = records.findIndex((record) => nameOf(record) === active);
    const record = records[index];
    const move = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: records.length - 1 }[event.key];
    if (move !== undefined) {
      const target = Math.min(Math.max(move, 0), records.length - 1);
      setActive(records[target] ? nameOf(records[target]) : null);
      virtualizer.scrollToIndex(target);
    } else if (record && event.key === 'Enter') {
      choose(record);
    } else if (record && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      unfold(nameOf(record), event.key === 'ArrowRight');
    } else if (event.key === 'Escape') {
      setUnfolded(new Set());
    } else {
      return;
    }
    event.preventDefault();
  };

  const tracks = tracksOf(theme);
  const idOf = (name: string) => `${prefix}${name}`;
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Usage log"
      aria-rowcount={records.length + 1}
      aria-activedescendant={active === null ? undefined : idOf(active)}
      className={styles.scroller}
      data-testid={testIds.usageLog.table}
      onKeyDown={onKeyDown}
    >
      <div role="row" className={styles.header} style={{ gridTemplateColumns: tracks }}>
        <span role="columnheader" aria-label="Unfold" />
        {COLUMNS.map(({ id, title, align }) => (
          <span key={id} role="columnheader" className={cx(styles.title, align === 'right' && styles.right)}>
            {title}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const record = records[index];
          if (!record) {
            return null;
          }
          const name = nameOf(record);
          return (
            <div
              key={name}
              role="presentation"
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.positioned}
              style={{ transform: `translateY(${start}px)` }}
            >
              <RecordRow
                id={idOf(name)}
                record={record}
                timeZone={timeZone}
                ds={ds}
                tracks={tracks}
                index={index}
                active={active === name}
                open={open !== null && nameOf(open) === name}
                unfolded={unfolded.has(name)}
                opens={onOpen !== null}
                onUnfold={() => unfold(name)}
                onChoose={() => choose(record)}
              />
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}

function nameOf(key: RecordKey | undefined): string {
  return key ? `${key.traceId}-${key.spanId}-${key.startUnixNano}-${key.sender ?? ''}` : '';
}

function tracksOf(theme: GrafanaTheme2): string {
  const columns = COLUMNS.map(({ width: { least, share } }) =>
    share === 0 ? theme.spacing(least) : `minmax(${theme.spacing(least)}, ${share}fr)`,
  );
  return [theme.spacing(UNFOLD_WIDTH), ...columns].join(' ');
}

const leastWidth = (theme: GrafanaTheme2) =>
  theme.spacing(COLUMNS.reduce((sum, { width }) => sum + width.least + COLUMN_GAP, UNFOLD_WIDTH + 2));

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({
    height: '100%',
    overflow: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  header: css({
    position: 'sticky',
    top: 0,
    zIndex: 1,
    display: 'grid',
    alignItems: 'center',
    columnGap: theme.spacing(COLUMN_GAP),
    height: theme.spacing(ROW_HEIGHT),
    minWidth: leastWidth(theme),
    padding: theme.spacing(0, 1),
    borderBottom: `1px solid ${theme.colors.border.medium}`,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  title: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  right: css({ textAlign: 'right' }),
  body: css({ position: 'relative', minWidth: leastWidth(theme) }),
  positioned: css({ position: 'absolute', top: 0, left: 0, width: '100%' }),
});
