import { t, Trans } from '@grafana/i18n';
import { Button, EmptyState } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { QueryState } from '../../states/QueryState.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import type { RequestRef } from '../request-view.ts';
import { useFoundRecord } from '../use-found-record.ts';
import { CompareView } from './CompareView.tsx';

interface Props {
  record: UsageRecord;
  compareWith: RequestRef;
  /** Shows the request alone. */
  onClose: () => void;
}

/** A request beside the one that the link names. */
export default function ComparedRequest({ record, compareWith, onClose }: Props) {
  const { ds } = useLedger();
  const { query } = useFoundRecord(compareWith);
  return (
    <QueryState query={query} loadingText={t('request.compare.finding', 'Searching the other request…')} ds={ds}>
      {(other) =>
        other === null ? (
          <EmptyState
            variant="not-found"
            message={t('request.compare.not-found', 'The request to compare with is not in the ledger')}
            button={
              <Button variant="secondary" onClick={onClose}>
                <Trans i18nKey="request.compare.show-alone">Show the request alone</Trans>
              </Button>
            }
          />
        ) : (
          <CompareView left={record} right={other} onClose={onClose} />
        )
      }
    </QueryState>
  );
}
