import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, Stack } from '@grafana/ui';
import React from 'react';
import { ButtonLink } from '../components/ButtonLink.tsx';
import type { UsageLogState } from '../links.ts';
import { requestPathInList } from '../request-page-parameters.ts';
import { testIds } from '../testIds.ts';
import { NeighbourButtons } from './NeighbourButtons.tsx';
import type { RequestRef, RequestView } from './request-view.ts';
import type { RequestNeighbours } from './use-neighbours.ts';

interface Props {
  reference: RequestRef;
  view: RequestView;
  ds: string;
  neighbours: RequestNeighbours;
  /** The list from which the request was opened. */
  log: UsageLogState;
  loading: boolean;
  onRefresh: () => void;
}

/** What the drawer offers besides closing: the requests before and after in the list, refresh, and the request's page. */
export function RequestActions({ reference, view, ds, neighbours, log, loading, onRefresh }: Props) {
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <NeighbourButtons {...neighbours} />
      <IconButton
        name={loading ? 'spinner' : 'sync'}
        tooltip={t('request.drawer.refresh', 'Refresh')}
        onClick={onRefresh}
        data-testid={testIds.request.refresh}
      />
      <ButtonLink
        size="sm"
        fill="text"
        icon="external-link-alt"
        href={locationUtil.assureBaseUrl(requestPathInList(reference, ds, view, log))}
      >
        {t('request.drawer.open-as-page', 'Open as page')}
      </ButtonLink>
    </Stack>
  );
}
