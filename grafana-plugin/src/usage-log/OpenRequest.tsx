import type { RecordKey } from '@tokentrail/records';
import React, { lazy, Suspense, useEffect, type ComponentProps } from 'react';

const load = () => import('../request/RequestDrawer.tsx');
const RequestDrawer = lazy(load);

interface OpenRequestProps extends Omit<ComponentProps<typeof RequestDrawer>, 'recordKey' | 'record'> {
  open: RecordKey | null;
}

/** The detail of the open request. Its code loads when the first rows are there, so that a click does not wait for it. */
export function OpenRequest({ open, ...props }: OpenRequestProps) {
  const hasRows = props.list.records.length > 0;
  useEffect(() => {
    if (hasRows) {
      // Opening a request loads it again and shows the failure.
      load().catch(() => {});
    }
  }, [hasRows]);
  return (
    open && (
      <Suspense fallback={null}>
        <RequestDrawer recordKey={open} record={props.list.records.find((record) => isSame(record, open))} {...props} />
      </Suspense>
    )
  );
}

/** Whether `key` identifies the record. A key from a link may have no sender. */
function isSame(record: RecordKey, key: RecordKey): boolean {
  return (
    record.startUnixNano === key.startUnixNano &&
    record.traceId === key.traceId &&
    record.spanId === key.spanId &&
    (key.sender === undefined || record.sender === key.sender)
  );
}
