import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, Stack } from '@grafana/ui';
import React from 'react';
import { ButtonLink } from '../components/ButtonLink.tsx';
import { requestPath } from '../links.ts';
import { testIds } from '../testIds.ts';
import type { RequestRef, RequestView } from './request-view.ts';
import type { RequestNeighbours } from './use-neighbours.ts';

interface Props {
  reference: RequestRef;
  view: RequestView;
  ds: string;
  neighbours: RequestNeighbours;
  loading: boolean;
  onRefresh: () => void;
}

/** What the drawer offers besides closing: the requests before and after in the list, refresh, and the request's page. */
export function RequestActions({ reference, view, ds, neighbours, loading, onRefresh }: Props) {
  const { previous, next } = neighbours;
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <IconButton
        name="arrow-up"
        disabled={previous === null}
        tooltip={t('request.drawer.previous', 'Previous request (Alt+↑)')}
        onClick={() => previous?.()}
        data-testid={testIds.request.previous}
      />
      <IconButton
        name="arrow-down"
        disabled={next === null}
        tooltip={t('request.drawer.next', 'Next request (Alt+↓)')}
        onClick={() => next?.()}
        data-testid={testIds.request.next}
      />
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
        href={locationUtil.assureBaseUrl(requestPath(reference, ds, view))}
      >
        {t('request.drawer.open-as-page', 'Open as page')}
      </ButtonLink>
    </Stack>
  );
}
