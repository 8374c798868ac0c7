import { t } from '@grafana/i18n';
import { RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import type { FilterControl } from '../use-filter.ts';
import { filterLabel } from './filter-words.ts';

/** Selects by whether the response was streamed. */
export function StreamEditor({ filter }: { filter: FilterControl }) {
  const others = filter.filter.conditions.filter(({ field }) => field !== 'stream');
  const condition = filter.filter.conditions.find((one) => one.field === 'stream');
  const value = condition?.field !== 'stream' ? 'any' : condition.value !== (condition.exclude ?? false) ? 'yes' : 'no';
  return (
    <RadioButtonGroup
      autoFocus
      fullWidth
      aria-label={filterLabel('stream')}
      options={[
        { value: 'any', label: t('filters.controls.stream-any', 'Any') },
        { value: 'yes', label: t('filters.controls.stream-yes', 'Streamed') },
        { value: 'no', label: t('filters.controls.stream-no', 'Not streamed') },
      ]}
      value={value}
      onChange={(next) =>
        filter.setConditions(next === 'any' ? others : [...others, { field: 'stream', value: next === 'yes' }])
      }
    />
  );
}
