import { css, cx } from '@emotion/css';
import { locationUtil, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { memo, type ReactNode } from 'react';
import { Hint } from '../components/Hint.tsx';
import { requestPath } from '../links.ts';
import { once } from '../once.ts';
import { testIds } from '../testIds.ts';
import { GROWS_IN_CARD } from './card-columns.ts';
import { COLUMN_GAP, TRACKS, type Column } from './columns/column.ts';

interface Props {
  id: string;
  record: UsageRecord;
  columns: readonly Column[];
  /** Number of columns in the first line of a card; null for a row of the table. */
  cardBreak: number | null;
  timeZone: TimeZone;
  /** Uid of the data source, for the row's link. */
  ds: string | null;
  /** Position in the list, from 0. */
  index: number;
  /** Whether the row is the current one, and why. */
  active: 'keyboard' | 'mouse' | null;
  /** The current cell of the row, if the keyboard is on one. */
  activeColumn: number | null;
  /** Whether the record's detail is open. */
  open: boolean;
  /** Whether the row is chosen to compare it. */
  chosen: boolean;
  unfolded: boolean;
}

/** CSS variable with the height of a row of the table. */
export const HEIGHT = '--tokentrail-row-height';

/** One row of the table. The table handles its events, so that scrolling renders none of the shown rows again. */
export const RecordRow = memo(function RecordRow(props: Props) {
  const { id, record, columns, cardBreak, index, open, chosen, unfolded } = props;
  const styles = useStyles2(getStyles);
  const cells = columns.map((column, position) => cellOf(column, position, props, styles));
  return (
    <div
      id={id}
      role="row"
      aria-level={1}
      aria-rowindex={index + 2}
      aria-selected={open || chosen || undefined}
      aria-expanded={unfolded}
      data-index={index}
      data-active={props.active ?? undefined}
      data-testid={testIds.usageLog.row}
      data-span-id={record.spanId}
      className={cx(cardBreak === null ? styles.row : styles.card, (open || chosen) && styles.open)}
    >
      <span role="gridcell">
        <UnfoldButton unfolded={unfolded} />
      </span>
      {cardBreak === null ? (
        cells
      ) : (
        <>
          <span role="presentation" className={styles.line}>
            {cells.slice(0, cardBreak)}
          </span>
          <span role="presentation" className={cx(styles.line, styles.secondLine)}>
            {cells.slice(cardBreak)}
          </span>
        </>
      )}
    </div>
  );
});

/** Id of a cell in the row with this id. */
export function cellIdOf(rowId: string, column: number): string {
  return `${rowId}.${column}`;
}

/** One cell. The time is a link to the record's page. */
function cellOf(
  column: Column,
  position: number,
  { id, record, timeZone, ds, active, activeColumn, cardBreak }: Props,
  styles: ReturnType<typeof getStyles>,
): ReactNode {
  const content = column.cell(record, timeZone);
  return (
    <span
      key={column.id}
      id={active === null ? undefined : cellIdOf(id, position)}
      role="gridcell"
      data-column={column.id}
      data-active={activeColumn === position ? (active ?? undefined) : undefined}
      data-testid={testIds.usageLog.cell(column.id)}
      className={cx(
        styles.cell,
        column.align === 'right' && styles.right,
        cardBreak !== null && GROWS_IN_CARD.has(column.id) && styles.grows,
      )}
    >
      {column.id === 'time' ? (
        <a
          href={locationUtil.assureBaseUrl(requestPath(record, ds))}
          className={styles.link}
          tabIndex={-1}
          data-row-link=""
        >
          {content}
        </a>
      ) : (
        content
      )}
    </span>
  );
}

const collapseWord = once(() => t('usage-log.row.collapse', 'Collapse row'));
const expandWord = once(() => t('usage-log.row.expand', 'Expand row'));

/** Not Grafana's IconButton, which drops `tabIndex` and would make each row a tab stop. */
function UnfoldButton({ unfolded }: { unfolded: boolean }) {
  const styles = useStyles2(getStyles);
  const words = unfolded ? collapseWord() : expandWord();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={words}
      className={styles.unfold}
      data-unfold=""
      data-testid={testIds.usageLog.unfold}
    >
      <Hint words={words} className={styles.unfoldHint}>
        <span aria-hidden className={cx(styles.angle, unfolded && styles.angleDown)} />
      </Hint>
    </button>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const row = {
    display: 'grid',
    alignItems: 'center',
    columnGap: theme.spacing(COLUMN_GAP),
    padding: theme.spacing(0, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    cursor: 'pointer',
    // The browser lays out a new row without its neighbours.
    contain: 'content',
    // Not the colours of Grafana's actions: red and green texts are too hard to read on them.
    '&:hover': { background: theme.colors.background.secondary },
  };
  return {
    row: css({ ...row, gridTemplateColumns: `var(${TRACKS})`, height: `var(${HEIGHT})` }),
    card: css({
      ...row,
      gridTemplate: `auto auto / ${theme.spacing(3)} minmax(0, 1fr)`,
      alignContent: 'center',
      rowGap: theme.spacing(0.5),
      height: theme.spacing(CARD_HEIGHT),
    }),
    line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(COLUMN_GAP), minWidth: 0 }),
    secondLine: css({ gridColumn: 2, color: theme.colors.text.secondary }),
    open: css({
      background: theme.colors.background.secondary,
      boxShadow: `inset ${theme.spacing(0.25)} 0 ${theme.colors.primary.main}`,
    }),
    cell: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
    right: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
    grows: css({ flex: 1 }),
    link: css({ color: 'inherit', fontVariantNumeric: 'tabular-nums', '&:hover': { textDecoration: 'underline' } }),
    unfold: css({
      display: 'flex',
      padding: 0,
      border: 0,
      borderRadius: theme.shape.radius.default,
      background: 'none',
      color: theme.colors.text.secondary,
      '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    }),
    unfoldHint: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      width: theme.spacing(3),
      height: theme.spacing(3),
    }),
    // Grafana's Icon loads and reads an SVG for each of hundreds of rows.
    angle: css({
      width: theme.spacing(0.75),
      height: theme.spacing(0.75),
      borderTop: '1.5px solid currentColor',
      borderRight: '1.5px solid currentColor',
      transform: 'rotate(45deg)',
    }),
    angleDown: css({ transform: 'rotate(135deg)' }),
  };
};

/** Height of a card, in units of the theme's spacing. */
export const CARD_HEIGHT = 6.5;
