import { locationUtil } from '@grafana/data';
import { EmptyState, LinkButton, TextLink } from '@grafana/ui';
import React from 'react';
import { mayConfigure } from '../access.ts';
import { testIds } from '../testIds.ts';

/** There is no data source of our type: whoever may add one is led there. */
export function NoDataSource() {
  const mayAdd = mayConfigure();
  return (
    <div data-testid={testIds.states.noDataSource}>
      <EmptyState
        variant="call-to-action"
        message="Connect the usage log to a store"
        button={
          mayAdd && (
            <LinkButton icon="plus" href={locationUtil.assureBaseUrl('/connections/datasources/new')}>
              Add a data source
            </LinkButton>
          )
        }
      >
        {mayAdd ? (
          <>
            Add a “TokenTrail usage” data source and give it the address and the readers’ accounts of your ClickHouse.
            If there are several, choose one on the{' '}
            <TextLink href="/plugins/tokentrail-llmusage-app">configuration page</TextLink>.
          </>
        ) : (
          'There is no “TokenTrail usage” data source you may query. Ask an administrator of this Grafana to add one.'
        )}
      </EmptyState>
    </div>
  );
}
