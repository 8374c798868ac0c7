import { t } from '@grafana/i18n';
import { Button, LoadingPlaceholder, Toggletip } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, Suspense } from 'react';
import { testIds } from '../../testIds.ts';
import type { RequestRef } from '../request-view.ts';

const CompareChoice = lazy(() => import('./CompareChoice.tsx'));

interface Props {
  record: UsageRecord;
  /** Called with the request to compare with. */
  onCompare: (other: RequestRef) => void;
}

/** Button of a request that offers other requests to compare it with. */
export function CompareButton(props: Props) {
  return (
    <Toggletip
      placement="bottom-end"
      fitContent
      content={
        <Suspense fallback={<LoadingPlaceholder text={t('request.compare.loading', 'Loading…')} />}>
          <CompareChoice {...props} />
        </Suspense>
      }
    >
      <Button size="sm" variant="secondary" fill="text" icon="columns" data-testid={testIds.request.compareButton}>
        {t('request.compare.button', 'Compare')}
      </Button>
    </Toggletip>
  );
}
