import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, ButtonGroup, useStyles2 } from '@grafana/ui';
import type { FilterCondition } from '@tokentrail/usage-store';
import React, { lazy, useEffect, useRef, useState } from 'react';
import { targetSize } from '../../components/target-size.ts';
import { testIds } from '../../testIds.ts';
import { without } from '../filters.ts';
import type { SuggestValues } from '../search/use-completions.ts';
import type { FilterControl } from '../use-filter.ts';
import { conditionLabel } from './filter-words.ts';
import { FilterPopover } from './FilterPopover.tsx';

const FilterEditor = lazy(() => import('./FilterEditor.tsx'));

interface Props {
  filter: FilterControl;
  suggestValues: SuggestValues | null;
}

/** The conditions that are set. Each can be edited and removed. */
export default function FilterPills({ filter, suggestValues }: Props) {
  const styles = useStyles2(getStyles);
  const { conditions } = filter.filter;
  const list = useRef<HTMLUListElement>(null);
  /** Index of the pill that was removed by keyboard or pointer, whose button had the focus. */
  const [removed, setRemoved] = useState<number | null>(null);
  useEffect(() => {
    if (removed !== null) {
      const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-removes]') ?? [])];
      buttons[Math.min(removed, buttons.length - 1)]?.focus();
    }
  }, [removed]);
  return (
    <ul ref={list} className={styles.pills} aria-label={t('filters.controls.set', 'Filters that are set')}>
      {conditions.map((condition, index) => (
        <Pill
          key={JSON.stringify(condition)}
          condition={condition}
          filter={filter}
          suggestValues={suggestValues}
          onRemove={() => {
            filter.setConditions(without(conditions, condition));
            setRemoved(index);
          }}
        />
      ))}
    </ul>
  );
}

interface PillProps extends Props {
  condition: FilterCondition;
  onRemove: () => void;
}

function Pill({ condition, onRemove, filter, suggestValues }: PillProps) {
  const styles = useStyles2(getStyles);
  const label = conditionLabel(condition);
  const { field } = condition;
  return (
    <li data-testid={testIds.filters.pill}>
      <ButtonGroup className={styles.pill}>
        <FilterPopover label={label} content={<FilterEditor {...{ field, filter, suggestValues }} />}>
          <Button size="sm" variant="secondary" aria-haspopup="dialog" className={styles.label}>
            {label}
          </Button>
        </FilterPopover>
        <Button
          size="sm"
          variant="secondary"
          icon="times"
          className={styles.remove}
          data-removes
          aria-label={t('filters.controls.remove', 'Remove the filter {{label}}', {
            label,
            interpolation: { escapeValue: false },
          })}
          onClick={onRemove}
        />
      </ButtonGroup>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pills: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), listStyle: 'none', margin: 0, padding: 0 }),
  pill: css({ maxWidth: '100%' }),
  remove: targetSize(theme),
  label: css({
    maxWidth: theme.spacing(50),
    '& > span': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  }),
});
