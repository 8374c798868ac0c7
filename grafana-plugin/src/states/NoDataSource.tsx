import { locationUtil } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { EmptyState, TextLink } from '@grafana/ui';
import React from 'react';
import { ButtonLink } from '../components/ButtonLink.tsx';
import { configurationPath, newDataSourcePath } from '../links.ts';
import { mayConfigure } from '../user.ts';
import { testIds } from '../testIds.ts';

/** Shown when there is no usage data source. Links to the settings for users who may add one. */
export function NoDataSource() {
  const mayAdd = mayConfigure();
  return (
    <div data-testid={testIds.states.noDataSource}>
      <EmptyState
        variant="call-to-action"
        message={t('states.no-data-source.title', 'Connect the usage log to a store')}
        button={
          mayAdd && (
            <ButtonLink icon="plus" href={locationUtil.assureBaseUrl(newDataSourcePath())}>
              <Trans i18nKey="states.no-data-source.add">Add data source</Trans>
            </ButtonLink>
          )
        }
      >
        {mayAdd ? (
          <Trans i18nKey="states.no-data-source.add-help">
            Add a “TokenTrail usage” data source with the URL and the reader accounts of your ClickHouse. If there are
            several, select one on the <TextLink href={configurationPath()}>configuration page</TextLink>.
          </Trans>
        ) : (
          <Trans i18nKey="states.no-data-source.ask-administrator">
            There is no “TokenTrail usage” data source that you can query. Ask a Grafana administrator to add one.
          </Trans>
        )}
      </EmptyState>
    </div>
  );
}
