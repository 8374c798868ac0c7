import { t, Trans } from '@grafana/i18n';
import { Button, EmptyState, Stack, TextLink } from '@grafana/ui';
import React from 'react';
import type { UsageLogState } from '../links.ts';
import { filterOf, NO_FILTER, textOf } from './filters.ts';
import { visibleText } from '../record/visible-text.ts';
import { testIds } from '../testIds.ts';

interface Props {
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
}

const MAX_PERIOD_FROM = 'now-90d';

/** Shown when no row matches. Offers a wider search, and explains what to check if no calls arrive at all. */
export function EmptyLog({ state, onChange }: Props) {
  const search = textOf(filterOf(state));
  const searched = search !== '';
  return (
    <div data-testid={testIds.states.empty}>
      <EmptyState
        variant={searched ? 'not-found' : 'call-to-action'}
        message={
          searched
            ? t('usage-log.empty.no-match', 'No calls match “{{search}}” in this period', {
                search: visibleText(search),
                interpolation: { escapeValue: false },
              })
            : t('usage-log.empty.no-calls', 'No calls in this period')
        }
        button={
          <Stack direction="row" gap={1} justifyContent="center">
            {searched && (
              <Button variant="secondary" onClick={() => onChange(NO_FILTER)}>
                <Trans i18nKey="usage-log.empty.clear-search">Clear search</Trans>
              </Button>
            )}
            {state.from !== MAX_PERIOD_FROM && (
              <Button variant="secondary" onClick={() => onChange({ from: MAX_PERIOD_FROM, to: 'now' })}>
                <Trans i18nKey="usage-log.empty.show-90-days">Show last 90 days</Trans>
              </Button>
            )}
          </Stack>
        }
      >
        {searched ? (
          <Trans i18nKey="usage-log.empty.search-help">
            All terms must match, in order, within one field: endpoint, user, model, key or error.
          </Trans>
        ) : (
          <Trans i18nKey="usage-log.empty.check-app">
            If your app made calls, check that it runs with the instrumentation and that{' '}
            <code>TOKENTRAIL_OTLP_ENDPOINT</code> points to your collector. See the{' '}
            <TextLink href="https://opentelemetry.io/docs/collector/" external>
              collector’s documentation
            </TextLink>{' '}
            to check the collector itself.
          </Trans>
        )}
      </EmptyState>
    </div>
  );
}
