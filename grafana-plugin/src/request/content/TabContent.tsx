import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { errorBodiesOf } from './error-bodies.ts';
import { errorBodyWords } from './error-body-words.ts';
import { LoadedContent } from './LoadedContent.tsx';
import { tabWords } from './content-tabs.ts';
import type { TabProps } from './tab-props.ts';

// Loaded when a tab is opened that needs it.
const BodyTab = lazy(() => import('./BodyTab.tsx'));
const HeadersTab = lazy(() => import('./HeadersTab.tsx'));
const ConversationTab = lazy(() => import('./conversation/ConversationTab.tsx'));
const RecordedText = lazy(() => import('./RecordedText.tsx'));

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
      return <Texts {...props} />;
  }
}

/** Texts that are shown as they are: metadata, and what providers said about their errors. */
function Texts({ record, tab, ds, sizes }: TabProps) {
  return (
    <LoadedContent record={record} names={tab.names} ds={ds}>
      {({ metadata, errorDetails, attemptErrorBodies }) => (
        <>
          {metadata !== undefined && (
            <RecordedText text={metadata} bytes={sizes.metadata ?? 0} label={tabWords('metadata')} />
          )}
          {errorDetails !== undefined && (
            <RecordedText
              text={errorDetails}
              bytes={sizes.errorDetails ?? 0}
              label={t('request.content.error-details', 'Error text')}
            />
          )}
          {errorBodiesOf(attemptErrorBodies).map((body, index) => (
            <RecordedText key={index} text={body.text} bytes={null} label={errorBodyWords(body)} />
          ))}
        </>
      )}
    </LoadedContent>
  );
}
