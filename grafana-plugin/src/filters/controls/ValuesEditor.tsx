import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, FilterInput, LoadingBar, Text, useStyles2, useTheme2 } from '@grafana/ui';
import { RECORD_TYPES } from '@tokentrail/records';
import { foldText, STATES, STATUS_PATTERN, type DistinctValue } from '@tokentrail/usage-store';
import React, { useEffect, useRef, useState } from 'react';
import { failureTitle, type StoreFailure } from '../../store/store-failure.ts';
import { testIds } from '../../testIds.ts';
import { valuesOf, withValue, type ValuesField, type ValueUse } from '../filters.ts';
import type { FilterControl } from '../use-filter.ts';
import { MAX_SUGGESTIONS } from '../use-suggest-values.ts';
import { filterLabel, valueLabel } from './filter-words.ts';
import { moveFocus } from './move-focus.ts';
import { ValueRow } from './ValueRow.tsx';

interface Props {
  field: ValuesField;
  filter: FilterControl;
  /** Values in the data, the most frequent first. */
  options: readonly DistinctValue[];
  loading?: boolean;
  failure?: StoreFailure | null;
  onRetry?: () => void;
  onType?: (text: string) => void;
}

/** Width of the list, in units of the theme's grid. */
const WIDTH = 40;

interface Option {
  value: string;
  count?: number;
}

/** Chooses the values that a filter includes or excludes: from the data, from a fixed list, or as typed. */
export function ValuesEditor({ field, filter, options, loading = false, failure = null, onRetry, onType }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { conditions } = filter.filter;
  const { included, excluded } = valuesOf(conditions, field);
  // Values that were set on opening stay first, so that a row does not move under the pointer.
  const [first] = useState<readonly string[]>([...included, ...excluded]);
  const [typed, setTyped] = useState('');
  const setUse = (value: string, use: ValueUse) => filter.setConditions(withValue(conditions, field, value, use));
  const rows = rowsOf(field, first, options, [...included, ...excluded], typed);
  const onEnter = () => {
    const [top] = rows;
    if (typed !== '' && top !== undefined) {
      setUse(top.value, included.includes(top.value) ? null : 'include');
    }
  };
  const onChange = (text: string) => {
    setTyped(text);
    onType?.(text);
  };
  return (
    <div className={styles.editor} onKeyDown={moveFocus}>
      <ValueField field={field} typed={typed} onChange={onChange} onEnter={onEnter} />
      <div className={styles.loading}>{loading && <LoadingBar width={theme.spacing.gridSize * WIDTH} />}</div>
      {failure && <Failed failure={failure} onRetry={onRetry} />}
      <ul className={styles.list} aria-busy={loading} aria-label={filterLabel(field)}>
        {rows.map(({ value, count }) => (
          <ValueRow
            key={value}
            label={valueLabel(field, value)}
            {...(count !== undefined && { count })}
            use={included.includes(value) ? 'include' : excluded.includes(value) ? 'exclude' : null}
            onUse={(use) => setUse(value, use)}
            value={value}
          />
        ))}
      </ul>
      {rows.length === 0 && !loading && failure === null && typed !== '' && (
        <Text color="secondary">{t('filters.controls.no-such-value', 'No such value')}</Text>
      )}
      {options.length >= MAX_SUGGESTIONS && (
        <Text variant="bodySmall" color="secondary">
          <Trans i18nKey="filters.controls.most-frequent">The most frequent values. Type to find others.</Trans>
        </Text>
      )}
    </div>
  );
}

interface ValueFieldProps {
  field: ValuesField;
  typed: string;
  onChange: (text: string) => void;
  onEnter: () => void;
}

/** Finds a value, or enters one that the data does not contain. */
function ValueField({ field, typed, onChange, onEnter }: ValueFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // The editor may load after its popover has opened.
  useEffect(() => input.current?.focus(), []);
  return (
    <FilterInput
      ref={input}
      aria-label={filterLabel(field)}
      placeholder={
        field === 'state' || field === 'type'
          ? t('filters.controls.find-known', 'Find a value')
          : t('filters.controls.find', 'Find or enter a value')
      }
      escapeRegex={false}
      value={typed}
      onChange={onChange}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          onEnter();
        }
      }}
      data-testid={testIds.filters.find}
    />
  );
}

function Failed({ failure, onRetry }: { failure: StoreFailure; onRetry: (() => void) | undefined }) {
  return (
    <div role="alert" data-testid={testIds.filters.failure}>
      <Text color="error">{failureTitle(failure.kind)}</Text>{' '}
      <Button size="sm" variant="secondary" fill="text" icon="sync" onClick={onRetry}>
        <Trans i18nKey="filters.controls.retry">Retry</Trans>
      </Button>
    </div>
  );
}

/** Values that do not depend on the data. */
export function fixedValues(field: ValuesField): readonly string[] | null {
  switch (field) {
    case 'state':
      return STATES;
    case 'type':
      return RECORD_TYPES;
    case 'status':
      return ['2xx', '3xx', '4xx', '5xx'];
    default:
      return null;
  }
}

/** What can be chosen: values that were set before, values of the data or fixed ones, what is typed, and no value. */
function rowsOf(
  field: ValuesField,
  first: readonly string[],
  options: readonly DistinctValue[],
  set: readonly string[],
  typed: string,
): Option[] {
  const known: readonly Option[] = fixedValues(field)?.map((value) => ({ value })) ?? options;
  const counts = new Map(known.map(({ value, count }) => [value, count]));
  const begin = foldText(typed.trim());
  const matching = [...new Set([...first, ...counts.keys(), ...set])].filter(
    (value) =>
      begin === '' || foldText(valueLabel(field, value)).startsWith(begin) || foldText(value).startsWith(begin),
  );
  const named = matching.filter((value) => value !== '');
  const free =
    isEnterable(field, typed.trim()) && !named.some((value) => foldText(value) === begin) ? [typed.trim()] : [];
  const missing = canBeMissing(field) && begin === '' ? [''] : [];
  return [...named, ...free, ...missing].map((value) => {
    const count = counts.get(value);
    return { value, ...(count !== undefined && { count }) };
  });
}

/** Whether a text that the data may not contain can be a value. */
function isEnterable(field: ValuesField, text: string): boolean {
  switch (field) {
    case 'state':
    case 'type':
      return false;
    case 'status':
      return STATUS_PATTERN.test(text);
    default:
      return text !== '' && !/\p{Cc}/u.test(text);
  }
}

/** Types, states and statuses have no empty value; each record has a trace. */
function canBeMissing(field: ValuesField): boolean {
  return fixedValues(field) === null && field !== 'trace';
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minHeight: 0 }),
  // Keeps its height, so that the list does not move.
  loading: css({ height: theme.spacing(0.25), overflow: 'hidden' }),
  list: css({
    listStyle: 'none',
    margin: 0,
    maxHeight: `min(${theme.spacing(40)}, 50vh)`,
    overflowY: 'auto',
    // Room for the focus ring.
    padding: theme.spacing(0.5),
  }),
});
