import type { TimeZone } from '@grafana/data';
import { Drawer, LinkButton, Stack } from '@grafana/ui';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import { locationUtil } from '@grafana/data';
import React from 'react';
import { requestPath } from '../links.ts';
import type { Stores } from '../store/stores.ts';
import { testIds } from '../testIds.ts';
import { FoundRequest } from './FoundRequest.tsx';

interface Props {
  recordKey: RecordKey;
  /** The record where its row is at hand. */
  record: UsageRecord | null;
  stores: Stores;
  ds: string | null;
  timeZone: TimeZone;
  mayReadTraces: boolean;
  onClose: () => void;
}

/** The detail beside the log. Its place in the address makes it a link to share. */
export function RequestDrawer({ recordKey, onClose, ds, ...detail }: Props) {
  return (
    <Drawer
      size="lg"
      onClose={onClose}
      title={
        <Stack direction="row" justifyContent="space-between" alignItems="center">
          <h2>Request</h2>
          <LinkButton
            size="sm"
            fill="text"
            icon="external-link-alt"
            href={locationUtil.assureBaseUrl(requestPath(recordKey, ds))}
          >
            Open as a page
          </LinkButton>
        </Stack>
      }
    >
      <div data-testid={testIds.request.drawer}>
        <FoundRequest recordKey={recordKey} ds={ds} {...detail} />
      </div>
    </Drawer>
  );
}
