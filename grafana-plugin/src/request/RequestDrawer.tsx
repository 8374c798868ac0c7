import { locationUtil } from '@grafana/data';
import { Trans } from '@grafana/i18n';
import { Drawer, Stack } from '@grafana/ui';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import React from 'react';
import { ButtonLink } from '../components/ButtonLink.tsx';
import { requestPath } from '../links.ts';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { RequestByKey } from './RequestByKey.tsx';
import type { RequestView } from './request-view.ts';

interface Props {
  recordKey: RecordKey;
  /** The record, if its row is loaded. */
  record?: UsageRecord | undefined;
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
  onClose: () => void;
}

/** Request detail in a drawer beside the usage log. */
export default function RequestDrawer({ recordKey, record, view, onView, onClose }: Props) {
  const { ds } = useLedger();
  return (
    <Drawer
      size="lg"
      onClose={onClose}
      title={
        <Stack direction="row" justifyContent="space-between" alignItems="center">
          <h2>
            <Trans i18nKey="request.drawer.title">Request</Trans>
          </h2>
          <ButtonLink
            size="sm"
            fill="text"
            icon="external-link-alt"
            href={locationUtil.assureBaseUrl(requestPath(recordKey, ds, view))}
          >
            <Trans i18nKey="request.drawer.open-as-page">Open as page</Trans>
          </ButtonLink>
        </Stack>
      }
    >
      <div data-testid={testIds.request.drawer}>
        <RequestByKey {...{ recordKey, record, view, onView }} />
      </div>
    </Drawer>
  );
}
