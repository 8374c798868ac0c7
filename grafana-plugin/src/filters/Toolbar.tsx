import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense, type ReactNode } from 'react';
import { testIds } from '../testIds.ts';
import { FilterBar } from './controls/FilterBar.tsx';
import { SearchBox } from './search/SearchBox.tsx';
import type { SuggestValues } from './search/use-completions.ts';
import type { FilterControl } from './use-filter.ts';

const FilterPills = lazy(() => import('./controls/FilterPills.tsx'));

interface Props {
  filter: FilterControl;
  /** Null if the store has no suggestions. */
  suggestValues: SuggestValues | null;
  /** Runs the query again, with the range moved to the current time. */
  onQuery: () => void;
  /** Removes the filter, and sets the range to its default. */
  onReset: () => void;
  /** Further buttons at the end of the line. */
  actions?: ReactNode;
}

/** Controls over the content of a page: filters, search, buttons; below them the filters that are set. */
export function Toolbar({ filter, suggestValues, onQuery, onReset, actions }: Props) {
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
            <Trans i18nKey="filters.toolbar.query">Query</Trans>
          </Button>
          <Button variant="secondary" fill="text" className={styles.button} onClick={onReset}>
            <Trans i18nKey="filters.toolbar.reset">Reset</Trans>
          </Button>
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

const getStyles = (theme: GrafanaTheme2) => ({
  toolbar: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  search: css({ flex: `1 1 ${theme.spacing(15)}`, minWidth: 0 }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
  button: css({ padding: theme.spacing(0, 1) }),
  pillsHeight: css({ height: theme.spacing(theme.components.height.sm) }),
});
