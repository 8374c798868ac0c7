import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useMemo } from 'react';
import { COLUMN_IDS, type ColumnChoice, type ColumnId } from '../../column-set.ts';
import { moved, toggled } from './choices.ts';
import type { ColumnOptions } from './column.ts';
import { ColumnMenuItem } from './ColumnMenuItem.tsx';
import { defaultColumns } from './default-columns.tsx';
import { moreColumns } from './more-columns.tsx';

interface Props {
  choices: readonly ColumnChoice[];
  choose: (choices: readonly ColumnChoice[]) => void;
  /** Memoise them. */
  options: ColumnOptions;
  /** A column without a value in any of these records is marked. None: no column is. */
  records: readonly UsageRecord[];
}

/** The shown columns in their order, and the others. */
export function ColumnLists({ choices, choose, options, records }: Props) {
  const styles = useStyles2(getStyles);
  const all = useMemo(() => [...defaultColumns(options), ...moreColumns(options)], [options]);
  const empty = useMemo(
    () => new Set(all.filter(({ has }) => records.length > 0 && !records.some(has)).map(({ id }) => id)),
    [all, records],
  );
  const titles = new Map(all.map(({ id, title }) => [id, title()]));
  const shown = choices.map(({ id }) => id).filter((id) => titles.has(id));
  const others = COLUMN_IDS.filter((id) => titles.has(id) && !shown.includes(id));
  const position = (id: ColumnId) => choices.findIndex((choice) => choice.id === id);
  const item = (id: ColumnId) => (
    <ColumnMenuItem
      key={id}
      id={id}
      title={titles.get(id) ?? id}
      hasValues={!empty.has(id)}
      isShown={shown.includes(id)}
      isFirst={id === shown[0]}
      isLast={id === shown.at(-1)}
      onToggle={() => choose(toggled(choices, id))}
      onMove={(step) => choose(moved(choices, id, position(id) + step))}
      onDrop={(dragged) => choose(moved(choices, dragged, position(id)))}
    />
  );
  return (
    <>
      <ul className={styles.list} aria-label={t('usage-log.columns.shown', 'Shown columns')}>
        {shown.map(item)}
      </ul>
      <ul className={styles.list} aria-label={t('usage-log.columns.others', 'Other columns')}>
        {others.map(item)}
      </ul>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: 0, listStyle: 'none', '& + &': { borderTop: `1px solid ${theme.colors.border.weak}` } }),
});
