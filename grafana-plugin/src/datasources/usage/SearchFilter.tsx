import { css } from '@emotion/css';
import { getDefaultTimeRange, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense, useCallback, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { useQuery } from '../../store/use-query.ts';
import { dataSourceTestIds } from '../../dataSourceTestIds.ts';
import { FilterBar } from '../../filters/controls/FilterBar.tsx';
import { SearchBox } from '../../filters/search/SearchBox.tsx';
import { useSuggestValues } from '../../filters/use-suggest-values.ts';
import { hasVariables } from './interpolate.ts';
import type { UsageDataSourceApi } from './types.ts';
import { useQueryFilter } from './use-query-filter.ts';

const FilterPills = lazy(() => import('../../filters/controls/FilterPills.tsx'));

interface Props {
  dataSource: UsageDataSourceApi;
  text: string;
  onChange: (text: string) => void;
  /** Runs the query: at once after a control has changed the filter, otherwise when the user has finished typing. */
  onRun: () => void;
  /** Range of the dashboard. Default: that of Grafana. */
  range: TimeRange | undefined;
}

/** The filter of a query, by the usage log's controls and search box. */
export function SearchFilter({ dataSource, text, onChange, onRun, range = getDefaultTimeRange() }: Props) {
  const styles = useStyles2(getStyles);
  const filter = useQueryFilter(text, onChange, (chosen) => {
    onChange(chosen);
    onRun();
  });
  const suggestValues = useValuesOf(dataSource, range, filter.filter.conditions);
  const fieldProps = useRunAfterTyping(text, onRun);
  return (
    <div className={styles.filter}>
      <div className={styles.line}>
        <FilterBar filter={filter} suggestValues={suggestValues} />
        <div className={styles.search} data-testid={dataSourceTestIds.queryEditor.search} {...fieldProps}>
          <SearchBox text={text} onChange={filter.setText} problems={filter.problems} suggestValues={suggestValues} />
        </div>
      </div>
      {filter.filter.conditions.length > 0 && (
        <Suspense fallback={null}>
          <FilterPills filter={filter} suggestValues={suggestValues} />
        </Suspense>
      )}
    </div>
  );
}

/** Suggests values in the records that the conditions without variables select. */
function useValuesOf(
  dataSource: UsageDataSourceApi,
  { from, to }: TimeRange,
  conditions: ReturnType<typeof useQueryFilter>['filter']['conditions'],
) {
  const load = useCallback(() => dataSource.stores(), [dataSource]);
  const stores = useQuery(load);
  return useSuggestValues(stores.value?.ledger ?? null, {
    range: { fromMs: from.valueOf(), toMs: to.valueOf() },
    filter: { conditions: conditions.filter((condition) => !hasVariables(JSON.stringify(condition))) },
  });
}

/** Runs the query on Enter, and when the focus leaves a text that has changed. */
function useRunAfterTyping(text: string, onRun: () => void) {
  const before = useRef(text);
  const run = () => {
    before.current = text;
    onRun();
  };
  return {
    onKeyDown: ({ key }: KeyboardEvent) => key === 'Enter' && run(),
    onFocus: () => {
      before.current = text;
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
      !currentTarget.contains(relatedTarget) && before.current !== text && run(),
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  filter: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  search: css({ flex: `1 1 ${theme.spacing(30)}`, minWidth: 0 }),
});
