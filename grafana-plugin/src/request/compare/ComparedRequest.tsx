import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import React from 'react';
import { FoundRequest } from '../FoundRequest.tsx';
import type { RequestRef } from '../request-view.ts';
import { useFoundRecord } from '../use-found-record.ts';
import { useRequest, type RequestParts } from '../use-request.ts';
import { CompareView } from './CompareView.tsx';

interface Props {
  request: RequestParts;
  compareWith: RequestRef;
  /** Shows the request alone. */
  onClose: () => void;
}

/** A request beside the one that the link names. */
export default function ComparedRequest({ request, compareWith, onClose }: Props) {
  const found = useFoundRecord(compareWith);
  const other = useRequest(found.query.value ?? null);
  return (
    <div>
      <Button size="sm" variant="secondary" icon="arrow-left" onClick={onClose}>
        {t('request.compare.close', 'End comparison')}
      </Button>
      <FoundRequest reference={compareWith} found={found} request={other}>
        {(right) => <CompareView left={request} right={right} />}
      </FoundRequest>
    </div>
  );
}
