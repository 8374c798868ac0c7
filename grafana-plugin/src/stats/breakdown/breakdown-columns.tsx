import { t } from '@grafana/i18n';
import { nanoToUsd } from '@tokentrail/records';
import { conditionsOfSeriesValue, type SeriesField } from '@tokentrail/usage-store';
import React from 'react';
import { Sparkline } from '../../charts/Sparkline.tsx';
import { Missing } from '../../components/Missing.tsx';
import type { PlainColumn } from '../../components/PlainTable.tsx';
import { AmountLink } from '../../figures/AmountLink.tsx';
import { count, ofCalls, share, tokens } from '../../figures/figure-values.ts';
import { FigureLink } from '../../figures/FigureLink.tsx';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { formatCount } from '../../format.ts';
import { ChangeText } from '../ChangeText.tsx';
import { conditionsOfRow } from '../../filters/dimension-row.ts';
import { RowName } from '../dimension/RowName.tsx';
import type { LogTarget, StatsPartProps } from '../stats-props.ts';
import type { BreakdownRow } from './breakdown-rows.ts';
import { ShareBar } from './ShareBar.tsx';

interface Options extends Pick<StatsPartProps, 'logPath' | 'statsPath' | 'selection'> {
  field: SeriesField;
  /** The values that have a row of their own. */
  values: readonly string[];
}

/** Columns of the breakdown. Each figure leads to its rows in the usage log. */
export function breakdownColumns(options: Options): PlainColumn<BreakdownRow>[] {
  const { field, values, logPath, selection } = options;
  const rowsOf: RowsOf = (row, { conditions = [], ...target } = {}) => {
    const ofRow = conditionsOfRow(row, field, values);
    return ofRow && logPath({ ...target, conditions: [...ofRow, ...conditions] });
  };
  return [
    nameColumn(options),
    ...callColumns(rowsOf),
    ...tokenColumns(rowsOf),
    ...costColumns(rowsOf),
    changeColumn((row) => rowsOf(row, { range: selection.previous })),
    trendColumn(),
  ];
}

/** Path of the records of a row; null if no filter selects exactly these. */
type RowsOf = (row: BreakdownRow, target?: LogTarget) => string | null;

function nameColumn({ field, statsPath }: Options): PlainColumn<BreakdownRow> {
  return {
    id: 'value',
    title: filterLabel(field),
    sortable: 'alphabetical',
    namesRows: true,
    cell: (row) => <RowName row={row} field={field} path={statsPath(conditionsOfSeriesValue(field, row.value))} />,
  };
}

function callColumns(rowsOf: RowsOf): PlainColumn<BreakdownRow>[] {
  return [
    {
      id: 'calls',
      title: t('stats.breakdown.calls', 'Calls'),
      align: 'right',
      sortable: 'highest-first',
      cell: (row) => {
        const { calls } = row.figures;
        const { value, exact, copied } = count(calls, t('stats.breakdown.ended', 'ended calls'));
        return (
          <FigureLink path={rowsOf(row)} words={exact} copied={copied}>
            {value}
          </FigureLink>
        );
      },
    },
    {
      id: 'failed',
      title: t('stats.breakdown.error-rate', 'Error rate'),
      align: 'right',
      sortable: 'highest-first',
      cell: (row) => {
        const { failed, calls } = row.figures;
        return (
          <FigureLink
            path={rowsOf(row, { conditions: [{ field: 'state', values: ['failed'] }] })}
            words={ofCalls(failed, calls)}
            copied={share(failed, calls).copied}
          >
            {share(failed, calls).value}
          </FigureLink>
        );
      },
    },
  ];
}

function tokenColumns(rowsOf: RowsOf): PlainColumn<BreakdownRow>[] {
  return [
    {
      id: 'tokens',
      title: t('stats.breakdown.tokens', 'Tokens in / out'),
      align: 'right',
      sortable: 'highest-first',
      cell: (row) => {
        const { inputTokens, outputTokens } = row.figures;
        return inputTokens + outputTokens === 0 ? (
          <Missing />
        ) : (
          <FigureLink
            path={rowsOf(row, { sort: 'tokens' })}
            words={`${formatCount(inputTokens)} / ${formatCount(outputTokens)}`}
            copied={`${inputTokens} / ${outputTokens}`}
          >
            {tokens(inputTokens).value} / {tokens(outputTokens).value}
          </FigureLink>
        );
      },
    },
    {
      id: 'cached',
      title: t('stats.breakdown.cache-hits', 'Cache hit rate'),
      align: 'right',
      sortable: 'highest-first',
      cell: (row) => {
        const { cacheHits, calls } = row.figures;
        return (
          <FigureLink path={rowsOf(row)} words={ofCalls(cacheHits, calls)} copied={share(cacheHits, calls).copied}>
            {share(cacheHits, calls).value}
          </FigureLink>
        );
      },
    },
  ];
}

function costColumns(rowsOf: RowsOf): PlainColumn<BreakdownRow>[] {
  return [
    {
      id: 'cost',
      title: t('stats.breakdown.cost', 'Cost'),
      align: 'right',
      sortable: 'highest-first',
      cell: (row) => <AmountLink sum={row.figures.charged} path={rowsOf(row, { sort: 'cost' })} />,
    },
    {
      id: 'share',
      title: t('stats.breakdown.share', 'Share of cost'),
      align: 'right',
      cell: ({ share: ofCost }) => (ofCost === null ? <Missing reason={noCost()} /> : <ShareBar share={ofCost} />),
    },
  ];
}

function changeColumn(pathBefore: (row: BreakdownRow) => string | null): PlainColumn<BreakdownRow> {
  return {
    id: 'change',
    title: t('stats.breakdown.change', 'Change'),
    align: 'right',
    sortable: 'highest-first',
    cell: (row) => <ChangeText now={row.figures.charged} before={row.before} path={pathBefore(row)} />,
  };
}

function trendColumn(): PlainColumn<BreakdownRow> {
  const title = t('stats.breakdown.trend', 'Cost over time');
  return {
    id: 'trend',
    title,
    align: 'right',
    cell: ({ costs }) => <Sparkline values={costs.map((nanoUsd) => Number(nanoToUsd(nanoUsd)))} label={title} />,
  };
}

function noCost(): string {
  return t('stats.breakdown.no-cost', 'No call has a cost');
}
