import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, IconButton, useStyles2 } from '@grafana/ui';
import React, { Fragment, useState, type ReactNode } from 'react';
import { targetSize } from './target-size.ts';

export interface PlainColumn<T> {
  id: string;
  title: ReactNode;
  align?: 'right';
  /** A click on the title sorts by it: highest first, or in alphabetical order. */
  sortable?: 'highest-first' | 'alphabetical';
  /** Whether its cells name their rows. They stay visible while the table scrolls sideways. */
  namesRows?: boolean;
  cell(row: T): ReactNode;
}

interface Props<T> {
  /** Name for screen readers. */
  label: string;
  columns: readonly PlainColumn<T>[];
  rows: readonly T[];
  /** Shown below the rows, in any order of these. */
  sums?: readonly T[];
  /** Identifies a row. */
  idOf(row: T): string;
  /** Id of the column that the rows are sorted by. */
  sorted: string;
  onSort?(id: string): void;
  /** Last cell of a row. It stays visible while the table scrolls sideways. */
  action?(row: T): ReactNode;
  /** Shown under an unfolded row. Absent: rows do not unfold. */
  unfolded?(row: T): ReactNode;
  testId: string;
}

/** Table without virtual rows and keys of its own, for few rows with their own links and buttons. */
export function PlainTable<T>({ label, columns, rows, sums = [], sorted, onSort, ...row }: Props<T>) {
  const styles = useStyles2(getStyles);
  const rowOf = (one: T) => <PlainRow key={row.idOf(one)} columns={columns} one={one} {...row} />;
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {row.unfolded && <td className={cx(styles.title, styles.narrow)} />}
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              className={cx(styles.title, column.align && styles.right, column.namesRows && styles.stickyTitle)}
              aria-sort={column.id === sorted ? directionOf(column) : undefined}
            >
              <Title column={column} isSorted={column.id === sorted} onSort={onSort} />
            </th>
          ))}
          {row.action && <td className={cx(styles.title, styles.stickyAction)} />}
        </tr>
      </thead>
      <tbody>{rows.map(rowOf)}</tbody>
      {sums.length > 0 && <tfoot>{sums.map(rowOf)}</tfoot>}
    </table>
  );
}

interface TitleProps<T> {
  column: PlainColumn<T>;
  isSorted: boolean;
  onSort: ((id: string) => void) | undefined;
}

function directionOf<T>({ sortable }: PlainColumn<T>) {
  return sortable === 'alphabetical' ? 'ascending' : 'descending';
}

function Title<T>({ column, isSorted, onSort }: TitleProps<T>) {
  const styles = useStyles2(getStyles);
  const { id, title, sortable } = column;
  if (sortable === undefined || onSort === undefined) {
    return title;
  }
  return (
    <button type="button" className={styles.sort} onClick={() => onSort(id)}>
      {title}
      {isSorted && <Icon name={sortable === 'alphabetical' ? 'arrow-up' : 'arrow-down'} size="sm" />}
    </button>
  );
}

type RowProps<T> = Pick<Props<T>, 'columns' | 'action' | 'unfolded' | 'testId'> & { one: T };

function PlainRow<T>({ columns, one, action, unfolded, testId }: RowProps<T>) {
  const styles = useStyles2(getStyles);
  const [isUnfolded, setUnfolded] = useState(false);
  return (
    <Fragment>
      <tr className={styles.row} data-testid={testId}>
        {unfolded && (
          <td className={styles.narrow}>
            <UnfoldButton isUnfolded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)} />
          </td>
        )}
        {columns.map(({ id, align, namesRows, cell }) => {
          const Cell = namesRows === true ? 'th' : 'td';
          return (
            <Cell
              key={id}
              scope={namesRows === true ? 'row' : undefined}
              className={cx(styles.cell, align && styles.right, namesRows && styles.sticky)}
              data-column={id}
            >
              {cell(one)}
            </Cell>
          );
        })}
        {action && <td className={cx(styles.cell, styles.right, styles.sticky, styles.stickyAction)}>{action(one)}</td>}
      </tr>
      {unfolded && isUnfolded && (
        <tr>
          <td colSpan={columns.length + 2} className={styles.unfolded}>
            {unfolded(one)}
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function UnfoldButton({ isUnfolded, onClick }: { isUnfolded: boolean; onClick: () => void }) {
  const styles = useStyles2(getStyles);
  return (
    <IconButton
      className={styles.target}
      name={isUnfolded ? 'angle-down' : 'angle-right'}
      aria-expanded={isUnfolded}
      aria-label={
        isUnfolded
          ? t('usage-log.groups.fold', 'Hide the rows of this group')
          : t('usage-log.groups.unfold', 'Show the rows of this group')
      }
      onClick={onClick}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ width: '100%', fontSize: theme.typography.bodySmall.fontSize, borderCollapse: 'collapse' }),
  narrow: css({ width: theme.spacing(4), padding: theme.spacing(0, 0, 0, 1) }),
  target: targetSize(theme),
  title: css({
    position: 'sticky',
    top: 0,
    zIndex: 1,
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
  }),
  sort: css({
    padding: 0,
    border: 0,
    background: 'none',
    font: 'inherit',
    '&:hover': { color: theme.colors.text.primary },
  }),
  row: css({
    height: theme.spacing(4),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.action.hover },
  }),
  cell: css({
    maxWidth: theme.spacing(40),
    padding: theme.spacing(0, 1),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  right: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  stickyTitle: css({ left: 0, zIndex: 2, textAlign: 'left' }),
  sticky: css({
    position: 'sticky',
    left: 0,
    zIndex: 1,
    background: theme.colors.background.primary,
    fontWeight: theme.typography.fontWeightRegular,
    textAlign: 'left',
    // The colour of the row is transparent, and other cells scroll below this one.
    'tr:hover > &': { backgroundImage: `linear-gradient(${theme.colors.action.hover}, ${theme.colors.action.hover})` },
  }),
  stickyAction: css({ left: 'auto', right: 0, textAlign: 'right' }),
  unfolded: css({ padding: theme.spacing(0, 1, 1, 4) }),
});
