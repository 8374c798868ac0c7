import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import React, { Fragment, useEffect, useId, useMemo, useRef, type CSSProperties, type RefObject } from 'react';
import { DEFAULT_DENSITY, type ColumnId, type Density } from '../column-set.ts';
import { SharedHints } from '../components/SharedHints.tsx';
import { testIds } from '../testIds.ts';
import { cardColumns } from './card-columns.ts';
import { CellMenuButton, type CellMenu } from './CellMenuButton.tsx';
import { tableWidths, type TableWidths } from './column-widths.ts';
import type { ChosenRows } from './compare/use-chosen-rows.ts';
import { TRACKS, type Column } from './columns/column.ts';
import { HEADER_HEIGHT, TableHeader, type HeaderProps } from './columns/TableHeader.tsx';
import { CARD_HEIGHT, cellIdOf, HEIGHT, RecordRow } from './RecordRow.tsx';
import { rowIdOf } from './row-id.ts';
import type { RowRange, Unfolded } from './row-window.ts';
import { preloadUnfoldedRow, UnfoldedRecord } from './UnfoldedRecord.tsx';
import { useIsNarrow } from './use-is-narrow.ts';
import { useRowWindow } from './use-row-window.ts';
import { useScrollAnchor } from './use-scroll-anchor.ts';
import { useTableCursor } from './use-table-cursor.ts';
import { useUnfoldedRows, type UnfoldedRows } from './use-unfolded-rows.ts';

interface Props extends HeaderProps {
  records: readonly UsageRecord[];
  /** Shown columns, in display order. Memoise them: other columns measure the widths again. */
  columns: readonly Column[];
  /** Widths in pixels that the user has chosen. Default: by the content. */
  px?: ReadonlyMap<ColumnId, number>;
  /** Default: compact. */
  density?: Density;
  timeZone: TimeZone;
  /** Uid of the data source, for the links of the rows. */
  ds: string | null;
  /** The record whose detail is open. */
  open: RecordKey | null;
  /** Opens the detail of a clicked row; null unfolds the row instead. */
  onOpen: ((record: UsageRecord) => void) | null;
  /** The rows that are chosen to compare them. Default: rows cannot be chosen. */
  chosen?: ChosenRows;
  /** Menu of single cells. Memoise it. */
  cellMenu?: CellMenu;
  /** Without a border, because the parent has one. */
  frameless?: boolean;
  /** A change scrolls to the first row. */
  topKey?: unknown;
  /** Called when rows become visible or hidden. `atTop`: the table is not scrolled. Memoise it. */
  onVisible?: (rows: RowRange, atTop: boolean) => void;
}

/** In units of the theme's spacing. */
const ROW_HEIGHT: Readonly<Record<Density, number>> = { compact: 4, comfortable: 6 };
/** Estimated height of what an unfolded row shows below itself, in units of the theme's spacing. */
const UNFOLDED_HEIGHT = 30;
/** A table that is narrower shows cards, in units of the theme's spacing. */
const CARDS_BELOW = 87.5;

/**
 * Table of records that renders only the visible rows; in a narrow place each row is a card of two lines. Fills its parent,
 * which must have a definite height. It is one tab stop; `actionOf` has its keys.
 */
export function RecordTable(props: Props) {
  const { records, onOpen, topKey, cellMenu, frameless = false } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const scroller = useRef<HTMLDivElement>(null);
  const unfolded = useUnfoldedRows(records, theme.spacing.gridSize * UNFOLDED_HEIGHT);
  const shape = useShape(scroller, records.length, unfolded.rows, props.density);
  useScrollAnchor({ records, scroller, sizes: shape.sizes, topKey });
  const view = useRowWindow({ scroller, ...shape, onVisible: props.onVisible });
  const columns = shape.cards?.columns ?? props.columns;
  const rowDomId = useRowDomId();
  const cursor = useTableCursor({
    records,
    columns: columns.length,
    unfolded,
    visible: view.visible,
    scrollToRow: view.scrollToRow,
    cellAt: ({ row, column }) => (column === null ? null : document.getElementById(cellIdOf(rowDomId(row), column))),
    open: props.open,
    onOpen,
    onChoose: props.chosen?.toggle,
    onMenu: (record, cell) => cellMenu?.open(cell.dataset['column'] ?? '', record, cell),
  });
  const { row, column } = cursor.position;
  const rowId = row >= view.first && row < view.end ? rowDomId(row) : null;
  const cellId = rowId !== null && column !== null ? cellIdOf(rowId, column) : null;
  useEffect(() => showWithin(scroller.current, cellId), [cellId]);
  useEffect(preloadUnfoldedRow, []);
  const { tracks, min } = useTableWidths(props);
  return (
    <SharedHints focusedId={cellId} className={styles.frame}>
      <div
        ref={scroller}
        role="treegrid"
        tabIndex={0}
        aria-label={t('usage-log.table.label', 'Usage log')}
        aria-rowcount={records.length + 1}
        aria-activedescendant={cellId ?? rowId ?? undefined}
        className={cx(styles.scroller, !frameless && styles.border)}
        style={{ [TRACKS]: tracks, [HEIGHT]: `${shape.sizes.rowHeight}px` } as CSSProperties}
        data-testid={testIds.usageLog.table}
        {...cursor.on}
      >
        <TableHeader {...props} {...{ columns, min }} hidden={shape.cards !== null} />
        <div
          role="rowgroup"
          className={styles.body}
          style={{ paddingTop: view.offset, height: view.height, minWidth: shape.cards ? undefined : min }}
        >
          <Rows {...props} {...{ columns, view, unfolded, cursor, rowDomId }} cards={shape.cards} />
        </div>
      </div>
      {cellMenu && <CellMenuButton menu={cellMenu} records={records} activeCellId={cellId} />}
    </SharedHints>
  );
}

/** Whether the rows are cards, and their sizes in pixels. */
function useShape(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  unfolded: readonly Unfolded[],
  density: Density = DEFAULT_DENSITY,
) {
  const { gridSize } = useTheme2().spacing;
  const isNarrow = useIsNarrow(scroller, gridSize * CARDS_BELOW);
  const cards = useMemo(() => (isNarrow ? cardColumns() : null), [isNarrow]);
  const rowHeight = gridSize * (isNarrow ? CARD_HEIGHT : ROW_HEIGHT[density]);
  const sizes = useMemo(() => ({ count, rowHeight, unfolded }), [count, rowHeight, unfolded]);
  return { cards, sizes, headerHeight: isNarrow ? 0 : gridSize * HEADER_HEIGHT };
}

function useTableWidths({ columns, px, records, timeZone }: Props): TableWidths {
  const theme = useTheme2();
  return useMemo(() => tableWidths(theme, columns, records, timeZone, px), [theme, columns, records, timeZone, px]);
}

/** A function for the element id of the row at a position. */
function useRowDomId(): (index: number) => string {
  const prefix = useId();
  return (index) => `${prefix}${index}`;
}

interface RowsProps extends Props {
  cards: ReturnType<typeof cardColumns> | null;
  view: ReturnType<typeof useRowWindow>;
  unfolded: UnfoldedRows;
  cursor: ReturnType<typeof useTableCursor>;
  rowDomId: (index: number) => string;
}

/** The visible rows and some beyond. */
function Rows({ records, columns, timeZone, ds, open, chosen, cards, view, unfolded, cursor, rowDomId }: RowsProps) {
  const { row, column } = cursor.position;
  return records.slice(view.first, view.end).map((record, at) => {
    const index = view.first + at;
    const id = rowIdOf(record);
    const isActive = index === row;
    return (
      <Fragment key={id}>
        <RecordRow
          id={rowDomId(index)}
          {...{ record, columns, timeZone, ds, index }}
          cardBreak={cards?.firstLine ?? null}
          active={isActive ? (cursor.byKeyboard ? 'keyboard' : 'mouse') : null}
          activeColumn={isActive ? column : null}
          open={open !== null && rowIdOf(open) === id}
          chosen={chosen?.has(record) ?? false}
          unfolded={unfolded.has(id)}
        />
        {unfolded.has(id) && (
          <UnfoldedRecord {...{ record, timeZone }} columns={columns.length} onHeight={unfolded.onHeight} />
        )}
      </Fragment>
    );
  });
}

/** Scrolls sideways until a cell is visible. */
function showWithin(scroller: HTMLElement | null, cellId: string | null): void {
  const cell = cellId === null ? null : document.getElementById(cellId);
  if (scroller === null || cell === null) {
    return;
  }
  const inner = cell.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  if (inner.left < outer.left) {
    scroller.scrollLeft -= outer.left - inner.left;
  } else if (inner.right > outer.right) {
    scroller.scrollLeft += inner.right - outer.right;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ position: 'relative', height: '100%' }),
  scroller: css({
    // The width of an unfolded row is that of this container.
    containerType: 'inline-size',
    height: '100%',
    overflow: 'auto',
    // The rows keep their place by our own rules.
    overflowAnchor: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
    background: theme.colors.background.primary,
    outline: 'none',
    '&:focus [role="row"][data-active]': { background: theme.colors.background.secondary },
    // The row or cell has the outline, because the table itself is always the one with the focus.
    '&:focus [data-active="keyboard"]:not(:has([data-active]))': {
      outline: `2px solid ${theme.colors.primary.main}`,
      outlineOffset: '-2px',
    },
  }),
  border: css({
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  body: css({ boxSizing: 'border-box' }),
});
