import { t } from '@grafana/i18n';
import { Drawer } from '@grafana/ui';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import React, { useEffect, useState } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { DrawerTitle } from './DrawerTitle.tsx';
import { FoundRequest } from './FoundRequest.tsx';
import { RequestActions } from './RequestActions.tsx';
import { RequestDetail } from './RequestDetail.tsx';
import { requestTitle } from './request-title.ts';
import type { RequestView } from './request-view.ts';
import { useFoundRecord } from './use-found-record.ts';
import { useNeighbourKeys, useNeighbours, type RequestList } from './use-neighbours.ts';
import { useRequest } from './use-request.ts';

interface Props {
  recordKey: RecordKey;
  /** The record, if its row is loaded. */
  record?: UsageRecord | undefined;
  list: RequestList;
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
  onClose: () => void;
}

/** Request detail in a drawer beside the usage log. */
export default function RequestDrawer({ recordKey, record, list, view, onView, onClose }: Props) {
  const { ds, timeZone } = useLedger();
  const found = useFoundRecord(recordKey, record);
  const request = useRequest(found.query.value ?? null);
  const neighbours = useNeighbours(list, record);
  useNeighbourKeys(neighbours);
  useReturnedFocus();
  return (
    <Drawer
      size="lg"
      onClose={onClose}
      title={
        <DrawerTitle
          title={request === null ? t('request.drawer.title', 'Request') : requestTitle(request.record, timeZone)}
          onClose={onClose}
        >
          <RequestActions
            {...{ view, ds, neighbours }}
            log={list.log}
            reference={recordKey}
            loading={request?.loading ?? false}
            onRefresh={request?.refresh ?? found.retry}
          />
        </DrawerTitle>
      }
    >
      <div data-testid={testIds.request.drawer}>
        <FoundRequest reference={recordKey} found={found} request={request}>
          {(parts) => <RequestDetail request={parts} view={view} onView={onView} />}
        </FoundRequest>
      </div>
    </Drawer>
  );
}

/** Gives the focus back to what had it before the drawer opened. */
function useReturnedFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the drawer has left, which moves the focus itself.
      setTimeout(() => {
        if (opener instanceof HTMLElement && opener.isConnected) {
          opener.focus({ preventScroll: true });
        }
      });
    },
    [opener],
  );
}
