import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import type { AttributeKey, RecordDetail, UsageRecord } from '@tokentrail/records';
import type { ContentSizes } from '@tokentrail/usage-store';
import React, { lazy, Suspense } from 'react';
import { LoadedContent } from './LoadedContent.tsx';
import { tabWords, type ShownTab } from './content-tabs.ts';

// Loaded when a tab is opened that needs it.
const BodyTab = lazy(() => import('./BodyTab.tsx'));
const HeadersTab = lazy(() => import('./HeadersTab.tsx'));
const ConversationTab = lazy(() => import('./conversation/ConversationTab.tsx'));
const RecordedText = lazy(() => import('./RecordedText.tsx'));

export interface TabProps {
  record: UsageRecord;
  detail: RecordDetail | null;
  tab: ShownTab;
  sizes: ContentSizes;
  ds: string | null;
}

/** What a tab shows. */
export function TabContent(props: TabProps) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={t('request.content.loading', 'Loading content…')} />}>
      <ContentOf {...props} />
    </Suspense>
  );
}

function ContentOf(props: TabProps) {
  switch (props.tab.key) {
    case 'request-headers':
    case 'response-headers':
      return <HeadersTab {...props} />;
    case 'request-body':
    case 'response-body':
      return <BodyTab {...props} />;
    case 'conversation':
      return <ConversationTab {...props} />;
    case 'metadata':
    case 'errors':
      return <Texts {...props} names={props.tab.names} />;
  }
}

/** Texts that are shown as they are. */
function Texts({ record, tab, ds, sizes, names }: TabProps & { names: readonly AttributeKey[] }) {
  return (
    <LoadedContent record={record} names={names} ds={ds}>
      {(content) =>
        names.map((name) => (
          <RecordedText key={name} text={content[name] ?? ''} bytes={sizes[name] ?? 0} label={labelOf(name, tab)} />
        ))
      }
    </LoadedContent>
  );
}

function labelOf(name: AttributeKey, tab: ShownTab): string {
  switch (name) {
    case 'errorDetails':
      return t('request.content.error-details', 'Error text');
    case 'attemptErrorBodies':
      return t('request.content.attempt-error-bodies', 'Error bodies of the attempts');
    default:
      return tabWords(tab.key);
  }
}
