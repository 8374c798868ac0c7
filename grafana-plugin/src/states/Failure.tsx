import { Alert, Button, Stack, TextLink } from '@grafana/ui';
import React from 'react';
import { mayConfigure } from '../access.ts';
import { FAILURE_TITLES, type StoreFailure } from '../store/store-failure.ts';
import { testIds } from '../testIds.ts';

interface Props {
  failure: StoreFailure;
  /** Uid of the data source, for a way to its settings. */
  ds: string | null;
  onRetry?: () => void;
}

const MENDED_IN_SETTINGS = new Set(['credentials', 'not_configured', 'unreachable']);

/** What went wrong with the store, and what to do about it. */
export function Failure({ failure, ds, onRetry }: Props) {
  const toSettings = ds !== null && MENDED_IN_SETTINGS.has(failure.kind) && mayConfigure();
  return (
    <div data-testid={testIds.states.error} data-kind={failure.kind}>
      <Alert title={FAILURE_TITLES[failure.kind]} severity={failure.kind === 'forbidden' ? 'info' : 'error'}>
        <Stack direction="column" gap={1} alignItems="flex-start">
          <span>{failure.message}</span>
          {toSettings && (
            <TextLink href={`/connections/datasources/edit/${ds}`} inline={false}>
              Open the data source’s settings
            </TextLink>
          )}
          {onRetry && (
            <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
              Try again
            </Button>
          )}
        </Stack>
      </Alert>
    </div>
  );
}
