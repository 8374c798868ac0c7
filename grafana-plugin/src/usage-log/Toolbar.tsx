import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { Button, Combobox, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense, useId, type ReactNode } from 'react';
import { DEFAULT_STATE, type UsageLogState } from '../links.ts';
import { testIds } from '../testIds.ts';
import { FilterBar } from './filter/FilterBar.tsx';
import { NO_FILTER } from './filters.ts';
import { SearchBox } from './search/SearchBox.tsx';
import type { SuggestValues } from './search/use-completions.ts';
import type { FilterControl } from './use-filter.ts';

const FilterPills = lazy(() => import('./filter/FilterPills.tsx'));

interface Props {
  state: UsageLogState;
  filter: FilterControl;
  onChange: (change: Partial<UsageLogState>) => void;
  /** Null if the store has no suggestions. */
  suggestValues: SuggestValues | null;
  /** Runs the query again, with the range moved to the current time. */
  onQuery: () => void;
  /** Further buttons at the end of the line. */
  actions?: ReactNode;
}

const LIMITS = [10, 25, 50, 100, 200, 500];
const { from, to, limit, sort } = DEFAULT_STATE;
/** Columns, data source, zone and refresh interval are no part of a selection. */
const RESET: Partial<UsageLogState> = { from, to, limit, sort, ...NO_FILTER };

/** Controls over the rows: filters, search, limit; below them the filters that are set. */
export function Toolbar({ state, filter, onChange, suggestValues, onQuery, actions }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.toolbar}>
      <div className={styles.line} data-testid={testIds.usageLog.toolbar}>
        <FilterBar filter={filter} suggestValues={suggestValues} />
        <div className={styles.search}>
          <SearchBox
            text={filter.text}
            onChange={filter.setText}
            problems={filter.problems}
            suggestValues={suggestValues}
          />
        </div>
        <div className={styles.buttons}>
          <Button variant="secondary" className={styles.button} onClick={onQuery}>
            <Trans i18nKey="usage-log.toolbar.query">Query</Trans>
          </Button>
          <Button variant="secondary" fill="text" className={styles.button} onClick={() => onChange(RESET)}>
            <Trans i18nKey="usage-log.toolbar.reset">Reset</Trans>
          </Button>
          <LimitField limit={state.limit} onChange={(limit) => onChange({ limit })} />
          {actions}
        </div>
      </div>
      {filter.filter.conditions.length > 0 && (
        <Suspense fallback={<div className={styles.pillsHeight} />}>
          <FilterPills filter={filter} suggestValues={suggestValues} />
        </Suspense>
      )}
    </div>
  );
}

function LimitField({ limit, onChange }: { limit: number; onChange: (limit: number) => void }) {
  const labelId = useId();
  const limits = [...new Set([...LIMITS, limit])].sort((a, b) => a - b);
  return (
    <div data-testid={testIds.usageLog.limit}>
      {/* Grafana's Combobox ignores aria-label. */}
      <span id={labelId} className="sr-only">
        <Trans i18nKey="usage-log.toolbar.limit">Rows per page</Trans>
      </span>
      <Combobox
        aria-labelledby={labelId}
        width={9}
        options={limits.map((value) => ({ value }))}
        value={limit}
        onChange={({ value }) => onChange(value)}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  toolbar: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  search: css({ flex: `1 1 ${theme.spacing(15)}`, minWidth: 0 }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
  button: css({ padding: theme.spacing(0, 1) }),
  pillsHeight: css({ height: theme.spacing(theme.components.height.sm) }),
});
