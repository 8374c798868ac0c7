import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, Checkbox, Field, Input, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';
import { COMPARISONS, parseCondition, type Comparison, type NumberField } from '@tokentrail/usage-store';
import React, { useEffect, useRef, useState } from 'react';
import { testIds } from '../../testIds.ts';
import { withCondition } from '../filters.ts';
import type { FilterControl } from '../use-filter.ts';
import { filterLabel } from './filter-words.ts';
import { CLOSES } from './FilterPopover.tsx';

interface Props {
  field: NumberField;
  filter: FilterControl;
}

/** As a search writes them. */
const UNITS: Readonly<Record<NumberField, readonly string[]>> = {
  duration: ['ms', 's', 'min'],
  first_chunk: ['ms', 's', 'min'],
  cost: [],
  tokens: [],
};

/** Adds a comparison of a number. Those that are set are removed by their pills. */
export function NumberEditor({ field, filter }: Props) {
  const styles = useStyles2(getStyles);
  const [comparison, setComparison] = useState<Comparison>('>=');
  const [number, setNumber] = useState('');
  const [unit, setUnit] = useState(UNITS[field].includes('s') ? 's' : '');
  const [exclude, setExclude] = useState(false);
  const input = useFocus();
  const condition = parseCondition(field, `${comparison}${number.trim()}${unit}`);
  const isValid = typeof condition === 'object';
  const apply = () => {
    if (isValid) {
      const added = exclude ? { ...condition, exclude } : condition;
      filter.setConditions(withCondition(filter.filter.conditions, added));
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <RadioButtonGroup
        fullWidth
        aria-label={t('filters.controls.comparison', 'Comparison')}
        options={COMPARISONS.map((value) => ({ value, label: signOf(value), description: comparisonWords(value) }))}
        value={comparison}
        onChange={setComparison}
      />
      <Field
        noMargin
        invalid={number !== '' && !isValid}
        error={t('filters.controls.number-error', 'Enter a number of 0 or more, such as {{example}}', {
          example: field === 'cost' ? '0.1' : '2',
        })}
      >
        <Input
          ref={input}
          aria-label={filterLabel(field)}
          inputMode="decimal"
          autoComplete="off"
          prefix={field === 'cost' ? '$' : undefined}
          value={number}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          data-testid={testIds.filters.number}
        />
      </Field>
      {UNITS[field].length > 0 && (
        <RadioButtonGroup
          fullWidth
          aria-label={t('filters.controls.unit', 'Unit')}
          options={UNITS[field].map((value) => ({ value, label: value }))}
          value={unit}
          onChange={setUnit}
        />
      )}
      <Actions exclude={exclude} onExclude={setExclude} onApply={isValid ? apply : null} />
    </form>
  );
}

interface ActionsProps {
  exclude: boolean;
  onExclude: (exclude: boolean) => void;
  /** Null if there is nothing to apply. */
  onApply: (() => void) | null;
}

function Actions({ exclude, onExclude, onApply }: ActionsProps) {
  return (
    <Stack justifyContent="space-between" alignItems="center">
      <Checkbox
        label={t('filters.controls.exclude-number', 'Exclude these records')}
        value={exclude}
        onChange={({ currentTarget }) => onExclude(currentTarget.checked)}
      />
      {/* Enter clicks it. The click closes the popover before the form could be submitted. */}
      <Button
        type="submit"
        disabled={onApply === null}
        onClick={onApply ?? undefined}
        {...CLOSES}
        data-testid={testIds.filters.apply}
      >
        <Trans i18nKey="filters.controls.apply">Apply</Trans>
      </Button>
    </Stack>
  );
}

/** Gives the focus to an element that was loaded after its popover opened. */
function useFocus() {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}

function signOf(comparison: Comparison): string {
  return comparison.replace('>=', '≥').replace('<=', '≤');
}

function comparisonWords(comparison: Comparison): string {
  switch (comparison) {
    case '>':
      return t('filters.controls.more-than', 'More than');
    case '>=':
      return t('filters.controls.at-least', 'At least');
    case '<':
      return t('filters.controls.less-than', 'Less than');
    case '<=':
      return t('filters.controls.at-most', 'At most');
    case '=':
      return t('filters.controls.equal', 'Equal to');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
