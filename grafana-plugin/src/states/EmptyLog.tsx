import { Button, EmptyState, Stack, TextLink } from '@grafana/ui';
import React from 'react';
import type { UsageLogState } from '../links.ts';
import { testIds } from '../testIds.ts';

interface Props {
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>) => void;
}

const LONGEST = 'now-90d';

/** No row matches: what to widen, and what to check when nothing ever came. */
export function EmptyLog({ state, onChange }: Props) {
  const searched = state.q !== '';
  return (
    <div data-testid={testIds.states.empty}>
      <EmptyState
        variant={searched ? 'not-found' : 'call-to-action'}
        message={searched ? `Nothing matches “${state.q}” in this period` : 'No calls in this period'}
        button={
          <Stack direction="row" gap={1} justifyContent="center">
            {searched && (
              <Button variant="secondary" onClick={() => onChange({ q: '' })}>
                Clear the search
              </Button>
            )}
            {state.from !== LONGEST && (
              <Button variant="secondary" onClick={() => onChange({ from: LONGEST, to: 'now' })}>
                Show the last 90 days
              </Button>
            )}
          </Stack>
        }
      >
        {searched ? (
          'All words have to occur, in this order, within one of endpoint, user, model, key, error.'
        ) : (
          <>
            If calls were made, check that the program runs with the instrumentation and that{' '}
            <code>TOKENTRAIL_OTLP_ENDPOINT</code> names your collector. See the{' '}
            <TextLink href="https://opentelemetry.io/docs/collector/" external>
              collector’s documentation
            </TextLink>{' '}
            for what it reports of itself.
          </>
        )}
      </EmptyState>
    </div>
  );
}
