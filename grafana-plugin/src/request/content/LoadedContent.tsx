import { t } from '@grafana/i18n';
import type { AttributeKey, RecordKey } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { type ReactNode } from 'react';
import { QueryState } from '../../states/QueryState.tsx';
import { useContent } from './use-content.ts';

interface Props {
  record: RecordKey;
  /** What is read: nothing else leaves the store. */
  names: readonly AttributeKey[];
  ds: string | null;
  children: (content: RecordContent) => ReactNode;
}

/** Reads content and shows it, or why it cannot be read, with a button that reads it again. */
export function LoadedContent({ record, names, ds, children }: Props) {
  const { query, retry } = useContent(record, names);
  return (
    <QueryState query={query} loadingText={t('request.content.loading', 'Loading content…')} ds={ds} onRetry={retry}>
      {(content) => children(content ?? {})}
    </QueryState>
  );
}
