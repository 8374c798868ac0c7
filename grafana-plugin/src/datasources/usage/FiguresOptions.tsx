import { t } from '@grafana/i18n';
import { Combobox, InlineField, Input, MultiCombobox } from '@grafana/ui';
import { MAX_SERIES_VALUES, SERIES_FIELDS, type SeriesField } from '@tokentrail/usage-store';
import React from 'react';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { formatCount } from '../../format.ts';
import { dataSourceTestIds } from '../../dataSourceTestIds.ts';
import { chooseIn } from './choose.ts';
import { figureWord } from './figure-words.ts';
import { FIGURES } from './figures.ts';
import { NumberField } from './NumberField.tsx';
import { DEFAULT_FIGURES, DEFAULT_TOP, queryTypeOf, STEPS, type EditorProps, type Step } from './types.ts';

type Props = Pick<EditorProps, 'query' | 'onChange' | 'onRunQuery'>;
type OptionProps = Pick<EditorProps, 'query'> & { choose: (change: Partial<EditorProps['query']>) => void };

/** Figures of totals and series, what they are split by, and the points of series. */
export function FiguresOptions({ query, onChange, onRunQuery }: Props) {
  const choose = chooseIn({ query, onChange, onRunQuery });
  const isSeries = queryTypeOf(query) === 'series';
  return (
    <>
      <FiguresField query={query} choose={choose} />
      <ByField query={query} choose={choose} />
      {query.by != null && (
        <NumberField
          id={`tokentrail-${query.refId}-top`}
          testId={dataSourceTestIds.queryEditor.top}
          label={t('query.top.label', 'Top')}
          tooltip={t('query.top.tooltip', 'Number of values, up to {{max}}. The others are one value.', {
            max: formatCount(MAX_SERIES_VALUES),
          })}
          value={query.top ?? DEFAULT_TOP}
          max={MAX_SERIES_VALUES}
          fallback={DEFAULT_TOP}
          onChange={(top) => onChange({ ...query, top })}
          onRun={onRunQuery}
        />
      )}
      {isSeries && <StepField query={query} choose={choose} />}
      {isSeries && <LegendField {...{ query, onChange, onRunQuery }} />}
    </>
  );
}

function FiguresField({ query, choose }: OptionProps) {
  return (
    <InlineField
      label={t('query.figures.label', 'Figures')}
      tooltip={t('query.figures.tooltip', 'Of ended calls. The highest values of the first figure are shown.')}
    >
      <MultiCombobox
        id={`tokentrail-${query.refId}-figures`}
        data-testid={dataSourceTestIds.queryEditor.figures}
        width="auto"
        minWidth={20}
        maxWidth={60}
        options={FIGURES.map((value) => ({ value, label: figureWord(value) }))}
        value={query.figures?.length ? query.figures : [...DEFAULT_FIGURES]}
        onChange={(chosen) => choose({ figures: chosen.map(({ value }) => value) })}
      />
    </InlineField>
  );
}

/** What Combobox shows while figures are not split. */
const NOT_SPLIT = '';

function ByField({ query, choose }: OptionProps) {
  const fields = SERIES_FIELDS.map((value: SeriesField | typeof NOT_SPLIT) => ({
    value,
    label: value === NOT_SPLIT ? value : filterLabel(value),
  }));
  return (
    <InlineField label={t('query.by.label', 'By')}>
      <Combobox<SeriesField | typeof NOT_SPLIT>
        id={`tokentrail-${query.refId}-by`}
        data-testid={dataSourceTestIds.queryEditor.by}
        width={20}
        options={[{ value: NOT_SPLIT, label: t('query.by.none', 'All calls') }, ...fields]}
        value={query.by ?? NOT_SPLIT}
        onChange={({ value }) => choose({ by: value === NOT_SPLIT ? null : value })}
      />
    </InlineField>
  );
}

function StepField({ query, choose }: OptionProps) {
  return (
    <InlineField
      label={t('query.step.label', 'Step')}
      tooltip={t('query.step.tooltip', 'Time between two points, in the time zone of the dashboard')}
    >
      <Combobox<Step>
        id={`tokentrail-${query.refId}-step`}
        data-testid={dataSourceTestIds.queryEditor.step}
        width={12}
        options={STEPS.map((value) => ({ value, label: stepWord(value) }))}
        value={query.step ?? 'auto'}
        onChange={({ value }) => choose({ step: value })}
      />
    </InlineField>
  );
}

function stepWord(step: Step): string {
  switch (step) {
    case 'auto':
      return t('query.step.auto', 'Auto');
    case 'hour':
      return t('query.step.hour', 'Hour');
    case 'day':
      return t('query.step.day', 'Day');
    case 'week':
      return t('query.step.week', 'Week');
    case 'month':
      return t('query.step.month', 'Month');
  }
}

function LegendField({ query, onChange, onRunQuery }: Props) {
  return (
    <InlineField
      label={t('query.legend.label', 'Legend')}
      tooltip={t(
        'query.legend.tooltip',
        'Name of each series. Names in double braces stand for its label and its figure. Leave empty for the usual name.',
      )}
    >
      <Input
        id={`tokentrail-${query.refId}-legend`}
        data-testid={dataSourceTestIds.queryEditor.legend}
        width={24}
        value={query.legend ?? ''}
        placeholder={t('query.legend.placeholder', 'Auto')}
        onChange={({ currentTarget }) => onChange({ ...query, legend: currentTarget.value })}
        onBlur={onRunQuery}
        onKeyDown={({ key }) => key === 'Enter' && onRunQuery()}
      />
    </InlineField>
  );
}
