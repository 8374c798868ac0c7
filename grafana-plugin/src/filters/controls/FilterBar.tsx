import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { lazy } from 'react';
import { testIds } from '../../testIds.ts';
import type { FilterField } from '../filters.ts';
import type { SuggestValues } from '../search/use-completions.ts';
import type { FilterControl } from '../use-filter.ts';
import { BAR_FIELDS } from './bar-fields.ts';
import { FilterPopover } from './FilterPopover.tsx';
import { filterLabel } from './filter-words.ts';

// Loaded when a filter is opened, so that the page loads faster.
const FilterEditor = lazy(() => import('./FilterEditor.tsx'));
const AddFilter = lazy(() => import('./AddFilter.tsx'));

interface Props {
  filter: FilterControl;
  suggestValues: SuggestValues | null;
}

/** Buttons that open the editors of the filters: one each for the usual ones, one for all others. */
export function FilterBar({ filter, suggestValues }: Props) {
  const styles = useStyles2(getStyles);
  const isSet = (field: FilterField) => filter.filter.conditions.some((condition) => condition.field === field);
  return (
    <div role="group" className={styles.bar} aria-label={t('filters.controls.filters', 'Filters')}>
      {BAR_FIELDS.map((field) => (
        <FilterPopover
          key={field}
          label={filterLabel(field)}
          content={<FilterEditor field={field} filter={filter} suggestValues={suggestValues} />}
        >
          <Button
            className={cx(styles.button, styles.wideOnly)}
            variant={isSet(field) ? 'primary' : 'secondary'}
            fill={isSet(field) ? 'outline' : 'solid'}
            aria-haspopup="dialog"
            data-testid={testIds.filters.open(field)}
          >
            {filterLabel(field)}
          </Button>
        </FilterPopover>
      ))}
      <FilterPopover
        label={t('filters.controls.add', 'Add a filter')}
        content={<AddFilter filter={filter} suggestValues={suggestValues} />}
      >
        <Button
          variant="secondary"
          icon="plus"
          className={styles.button}
          aria-haspopup="dialog"
          aria-label={t('filters.controls.add', 'Add a filter')}
          data-testid={testIds.filters.add}
        >
          {t('filters.controls.more', 'Filter')}
        </Button>
      </FilterPopover>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  // Narrow, so that all controls are on one line beside Grafana's menu.
  button: css({ padding: theme.spacing(0, 1) }),
  // In a narrow window, the list of the last button has all fields.
  wideOnly: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
});
