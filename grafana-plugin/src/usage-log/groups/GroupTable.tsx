import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, IconButton, useStyles2 } from '@grafana/ui';
import React, { Fragment, useState, type ReactNode } from 'react';
import { targetSize } from '../../components/target-size.ts';

export interface GroupColumn<T> {
  id: string;
  title: string;
  align?: 'right';
  /** A click on the title sorts by it, highest first. */
  sortable?: boolean;
  cell(row: T): ReactNode;
}

interface Props<T> {
  /** Name for screen readers. */
  label: string;
  columns: readonly GroupColumn<T>[];
  rows: readonly T[];
  /** Identifies a row. */
  idOf(row: T): string;
  /** Id of the column that the rows are sorted by. */
  sorted: string;
  onSort?(id: string): void;
  /** Last cell of a row. */
  action(row: T): ReactNode;
  /** Shown under an unfolded row. Absent: rows do not unfold. */
  unfolded?(row: T): ReactNode;
  testId: string;
}

/** Table of groups. It is a plain table, because there are few rows and each has its own buttons. */
export function GroupTable<T>({ label, columns, rows, sorted, onSort, ...row }: Props<T>) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {row.unfolded && <td className={cx(styles.title, styles.narrow)} />}
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              className={cx(styles.title, column.align && styles.right)}
              aria-sort={column.id === sorted ? 'descending' : undefined}
            >
              <Title column={column} isSorted={column.id === sorted} onSort={onSort} />
            </th>
          ))}
          <td className={styles.title} />
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <GroupRow key={row.idOf(one)} columns={columns} one={one} {...row} />
        ))}
      </tbody>
    </table>
  );
}

interface TitleProps<T> {
  column: GroupColumn<T>;
  isSorted: boolean;
  onSort: ((id: string) => void) | undefined;
}

function Title<T>({ column: { id, title, sortable }, isSorted, onSort }: TitleProps<T>) {
  const styles = useStyles2(getStyles);
  if (sortable !== true || onSort === undefined) {
    return title;
  }
  return (
    <button type="button" className={styles.sort} onClick={() => onSort(id)}>
      {title}
      {isSorted && <Icon name="arrow-down" size="sm" />}
    </button>
  );
}

type RowProps<T> = Pick<Props<T>, 'columns' | 'action' | 'unfolded' | 'testId'> & { one: T };

function GroupRow<T>({ columns, one, action, unfolded, testId }: RowProps<T>) {
  const styles = useStyles2(getStyles);
  const [isUnfolded, setUnfolded] = useState(false);
  return (
    <Fragment>
      <tr className={styles.row} data-testid={testId}>
        {unfolded && (
          <td className={styles.narrow}>
            <IconButton
              className={styles.target}
              name={isUnfolded ? 'angle-down' : 'angle-right'}
              aria-expanded={isUnfolded}
              aria-label={
                isUnfolded
                  ? t('usage-log.groups.fold', 'Hide the rows of this group')
                  : t('usage-log.groups.unfold', 'Show the rows of this group')
              }
              onClick={() => setUnfolded(!isUnfolded)}
            />
          </td>
        )}
        {columns.map(({ id, align, cell }) => (
          <td key={id} className={cx(styles.cell, align && styles.right)}>
            {cell(one)}
          </td>
        ))}
        <td className={cx(styles.cell, styles.right)}>{action(one)}</td>
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
  unfolded: css({ padding: theme.spacing(0, 1, 1, 4) }),
});
