import { t } from '@grafana/i18n';
import { Button, LoadingPlaceholder, Toggletip } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { testIds } from '../../testIds.ts';
import type { ExportPanelProps } from './ExportPanel.tsx';

const ExportPanel = lazy(() => import('./ExportPanel.tsx'));

/** Button that opens the export of the selected records. */
export function ExportButton(props: ExportPanelProps) {
  return (
    <Toggletip
      placement="bottom-end"
      content={
        <Suspense fallback={<LoadingPlaceholder text={t('usage-log.export.loading', 'Loading export…')} />}>
          <ExportPanel {...props} />
        </Suspense>
      }
    >
      <Button variant="secondary" icon="download-alt" data-testid={testIds.usageLog.export}>
        {t('usage-log.export.button', 'Export')}
      </Button>
    </Toggletip>
  );
}
