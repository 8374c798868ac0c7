import React from 'react';
import { FoundRequest } from './FoundRequest.tsx';
import { RequestDetail } from './RequestDetail.tsx';
import type { RequestRef, RequestView } from './request-view.ts';
import type { RequestSection } from './sections.ts';
import { useFoundRecord } from './use-found-record.ts';
import { useRequest } from './use-request.ts';

interface Props {
  reference: RequestRef;
  /** Default: all. */
  sections?: readonly RequestSection[];
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
}

/** Detail of the request that `reference` identifies. */
export function RequestByKey({ reference, ...props }: Props) {
  const found = useFoundRecord(reference);
  const request = useRequest(found.query.value ?? null);
  return (
    <FoundRequest reference={reference} found={found} request={request}>
      {(parts) => <RequestDetail request={parts} {...props} />}
    </FoundRequest>
  );
}
