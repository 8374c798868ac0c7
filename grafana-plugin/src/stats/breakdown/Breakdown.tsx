import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import { MAX_SERIES_VALUES, type SeriesField, type SeriesRank } from '@tokentrail/usage-store';
import React, { useMemo, useState } from 'react';
import { PlainTable } from '../../components/PlainTable.tsx';
import { FigureFailure } from '../../figures/FigureFailure.tsx';
import { formatCount } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import { Section } from '../../components/Section.tsx';
import type { StatsPartProps } from '../stats-props.ts';
import { breakdownColumns } from './breakdown-columns.tsx';
import { notesOf } from './breakdown-notes.ts';
import { breakdownOf, type BreakdownRow } from './breakdown-rows.ts';
import { sortRows, type BreakdownSort } from './sort-rows.ts';
import { useMoreValues } from './use-more-values.ts';
import { ValueMenu } from './ValueMenu.tsx';

interface Props extends StatsPartProps {
  field: SeriesField;
}

/** The selected calls by the values of a dimension. */
export function Breakdown(props: Props) {
  const { selection, logPath, statsPath } = props;
  const { rank } = selection;
  const styles = useStyles2(getStyles);
  const [sorted, setSorted] = useState<{ rank: SeriesRank; sort: BreakdownSort }>({ rank, sort: rank });
  // The page's order applies until the user chooses one, and again when it changes.
  const sort = sorted.rank === rank ? sorted.sort : rank;
  const field = useShownField(props);
  const { series, isLoading, loadMore } = useMoreValues(props);
  const breakdown = useMemo(() => series.value && breakdownOf(series.value, field), [series.value, field]);
  if (breakdown === null) {
    return null;
  }
  const { rows, rest, total } = breakdown;
  const values = rows.map(({ value }) => value);
  return (
    <Section level={2} title={t('stats.breakdown.title', 'Breakdown')}>
      {series.failure && <FigureFailure figure={series} name={t('stats.breakdown.title', 'Breakdown')} />}
      <div className={styles.scroll} aria-busy={series.outdated || isLoading}>
        <PlainTable
          label={t('stats.breakdown.title', 'Breakdown')}
          columns={breakdownColumns({ field, values, selection, logPath, statsPath })}
          rows={sortRows(rows, sort)}
          sums={rest === null ? [total] : [rest, total]}
          idOf={({ kind, value }) => `${kind} ${value}`}
          sorted={sort}
          onSort={(id) => setSorted({ rank, sort: id as BreakdownSort })}
          action={({ kind, value }: BreakdownRow) =>
            kind === 'value' && <ValueMenu {...{ field, value, logPath, statsPath }} />
          }
          testId={testIds.stats.breakdownRow}
        />
      </div>
      <div className={styles.footer}>
        {notesOf(breakdown, field).join(' ')}
        {rest !== null &&
          (loadMore ? (
            <Button size="sm" variant="secondary" icon="angle-down" disabled={isLoading} onClick={loadMore}>
              {t('stats.breakdown.more', 'Show more values')}
            </Button>
          ) : (
            t('stats.breakdown.limit', 'Only the first {{shown}} values are shown. Filter to see the others.', {
              shown: formatCount(MAX_SERIES_VALUES),
            })
          ))}
      </div>
    </Section>
  );
}

/** The dimension of the shown values. Those of the previous one stay until the new ones are read. */
function useShownField({ field, series }: Props): SeriesField {
  const [shown, setShown] = useState(field);
  if (!series.outdated && shown !== field) {
    setShown(field);
  }
  return series.outdated ? shown : field;
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto', '&[aria-busy="true"]': { opacity: 0.6 } }),
  footer: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    paddingTop: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:empty': { display: 'none' },
  }),
});
