import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, EmptyState, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatTime } from '../format.ts';
import type { UsageLogState } from '../links.ts';
import { testIds } from '../testIds.ts';
import { conditionLabel, termLabel } from '../filters/controls/filter-words.ts';
import { filterOf, NO_FILTER, stateOf, without, type FilterState } from '../filters/filters.ts';
import { rangeUpTo } from '../time/time-range.ts';
import { FindAttempt } from './FindAttempt.tsx';
import { useEmptyCauses } from './use-empty-causes.ts';
import type { Selection } from './use-selection.ts';

interface Props {
  state: UsageLogState;
  selection: Selection;
  onChange: (change: Partial<UsageLogState>) => void;
  timeZone: TimeZone;
}

/** A part of the filter that can be removed. */
export interface FilterPart {
  label: string;
  /** The filter without it. */
  rest: FilterState;
}

/** Shown when no row matches: which filter or range leaves nothing, and what to check if no calls arrive at all. */
export default function EmptyLog({ state, selection, onChange, timeZone }: Props) {
  const parts = partsOf(state);
  const { found, newest } = useEmptyCauses(selection, parts);
  const isFiltered = parts.length > 0;
  const [searched] = filterOf(state).terms;
  return (
    <div data-testid={testIds.states.empty}>
      <EmptyState
        variant={isFiltered ? 'not-found' : 'call-to-action'}
        message={
          isFiltered
            ? t('usage-log.empty.no-match', 'No records match in this period')
            : t('usage-log.empty.no-calls', 'No calls in this period')
        }
        button={
          <Stack direction="row" gap={1} justifyContent="center" wrap="wrap">
            {isFiltered && (
              <Button variant="secondary" onClick={() => onChange(NO_FILTER)}>
                <Trans i18nKey="usage-log.empty.clear-filters">Clear filters</Trans>
              </Button>
            )}
            {newest && (
              <Button
                variant="secondary"
                data-testid={testIds.states.showNewest}
                onClick={() => onChange(rangeUpTo(newest, selection.range))}
              >
                {t('usage-log.empty.show-newest', 'Show {{time}}', {
                  time: formatTime(newest, timeZone, true),
                  interpolation: { escapeValue: false },
                })}
              </Button>
            )}
          </Stack>
        }
      >
        <Stack direction="column" gap={2} alignItems="center">
          {isFiltered && <Parts parts={parts} found={found} onChange={onChange} />}
          {newest && (
            <Text color="secondary">
              {isFiltered
                ? t('usage-log.empty.newest-match', 'Newest record that matches: {{time}}', {
                    time: formatTime(newest, timeZone, true),
                    interpolation: { escapeValue: false },
                  })
                : t('usage-log.empty.newest', 'Newest record: {{time}}', {
                    time: formatTime(newest, timeZone, true),
                    interpolation: { escapeValue: false },
                  })}
            </Text>
          )}
          {searched !== undefined && (
            <FindAttempt id={searched.text} range={selection.range} onOpen={(open) => onChange({ open })} />
          )}
          {!isFiltered && newest === null && <CheckApp />}
        </Stack>
      </EmptyState>
    </div>
  );
}

function partsOf(state: FilterState): FilterPart[] {
  const { conditions, terms } = filterOf(state);
  return [
    ...conditions.map((condition) => ({
      label: conditionLabel(condition),
      rest: { q: state.q, conditions: without(conditions, condition) },
    })),
    ...terms.map((term) => ({
      label: termLabel(term),
      rest: stateOf({ conditions, terms: terms.filter((other) => other !== term) }),
    })),
  ];
}

interface PartsProps {
  parts: readonly FilterPart[];
  /** For each part, whether there are records without it; null while unknown. */
  found: readonly boolean[] | null;
  onChange: (change: Partial<UsageLogState>) => void;
}

function Parts({ parts, found, onChange }: PartsProps) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.parts}>
      {parts.map(({ label, rest }, index) => (
        <li key={label}>
          <Button
            size="sm"
            variant="secondary"
            icon="times"
            data-testid={testIds.states.removeFilter}
            onClick={() => onChange(rest)}
          >
            {t('usage-log.empty.remove', 'Remove {{label}}', { label, interpolation: { escapeValue: false } })}
          </Button>{' '}
          <Text color="secondary" variant="bodySmall">
            {found?.[index] === true && t('usage-log.empty.found', 'Without it, there are records')}
            {found?.[index] === false && t('usage-log.empty.not-found', 'Without it, there are none either')}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function CheckApp() {
  return (
    <span>
      <Trans i18nKey="usage-log.empty.check-app">
        If your app made calls, check that it runs with the instrumentation and that{' '}
        <code>TOKENTRAIL_OTLP_ENDPOINT</code> points to your collector. See the{' '}
        <TextLink href="https://opentelemetry.io/docs/collector/" external>
          collector’s documentation
        </TextLink>{' '}
        to check the collector itself.
      </Trans>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  parts: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    listStyle: 'none',
    textAlign: 'left',
  }),
});
