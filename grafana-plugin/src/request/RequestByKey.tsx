import React from 'react';
import type { RecordKey } from '@tokentrail/records';
import { FoundRequest } from './FoundRequest.tsx';
import { RequestDetail } from './RequestDetail.tsx';
import type { RequestView } from './request-view.ts';
import type { RequestSection } from './sections.ts';
import { useFoundRecord } from './use-found-record.ts';
import { useRequest } from './use-request.ts';

interface Props {
  recordKey: RecordKey;
  /** Default: all. */
  sections?: readonly RequestSection[];
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
}

/** Detail of the record with `recordKey`. */
export function RequestByKey({ recordKey, ...props }: Props) {
  const found = useFoundRecord(recordKey);
  const request = useRequest(found.query.value ?? null);
  return (
    <FoundRequest reference={recordKey} found={found} request={request}>
      {(parts) => <RequestDetail request={parts} {...props} />}
    </FoundRequest>
  );
}
