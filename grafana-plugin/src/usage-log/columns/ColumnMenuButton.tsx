import { t } from '@grafana/i18n';
import { Button, LoadingPlaceholder, Toggletip } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, Suspense } from 'react';
import { testIds } from '../../testIds.ts';
import type { Columns } from './use-columns.ts';

const ColumnMenu = lazy(() => import('./ColumnMenu.tsx'));

interface Props {
  columns: Columns;
  /** Loaded records. */
  records: readonly UsageRecord[];
}

/** Button that opens the column menu. */
export function ColumnMenuButton({ columns, records }: Props) {
  return (
    <Toggletip
      placement="bottom-end"
      fitContent
      content={
        <Suspense fallback={<LoadingPlaceholder text={t('usage-log.columns.loading', 'Loading columns…')} />}>
          <ColumnMenu columns={columns} records={records} />
        </Suspense>
      }
    >
      <Button
        variant="secondary"
        icon="columns"
        aria-label={t('usage-log.columns.button', 'Columns')}
        tooltip={t('usage-log.columns.button', 'Columns')}
        data-testid={testIds.usageLog.columnMenu}
      />
    </Toggletip>
  );
}
