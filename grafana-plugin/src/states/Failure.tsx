import { Trans } from '@grafana/i18n';
import { Alert, Button, Stack, TextLink } from '@grafana/ui';
import React from 'react';
import { dataSourcePath } from '../links.ts';
import { mayConfigure } from '../user.ts';
import { failureTitle, type StoreFailure } from '../store/store-failure.ts';
import { testIds } from '../testIds.ts';

interface Props {
  failure: StoreFailure;
  /** Uid of the data source, for the link to its settings. */
  ds: string | null;
  onRetry?: () => void;
}

const FIXED_IN_SETTINGS = new Set(['credentials', 'not_configured', 'unreachable']);

/** Explains why a store could not be read and how to fix it. */
export function Failure({ failure, ds, onRetry }: Props) {
  const toSettings = ds !== null && FIXED_IN_SETTINGS.has(failure.kind) && mayConfigure();
  return (
    <div data-testid={testIds.states.error} data-kind={failure.kind}>
      <Alert title={failureTitle(failure.kind)} severity={failure.kind === 'forbidden' ? 'info' : 'error'}>
        <Stack direction="column" gap={1} alignItems="flex-start">
          <span>{failure.message}</span>
          {failure.kind === 'busy' && (
            <span>
              <Trans i18nKey="states.failure.repeated">This page repeats the query, with growing pauses.</Trans>
            </span>
          )}
          {toSettings && (
            <TextLink href={dataSourcePath(ds)} inline={false}>
              <Trans i18nKey="states.failure.open-settings">Open data source settings</Trans>
            </TextLink>
          )}
          {onRetry && (
            <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
              <Trans i18nKey="states.failure.retry">Retry</Trans>
            </Button>
          )}
        </Stack>
      </Alert>
    </div>
  );
}
