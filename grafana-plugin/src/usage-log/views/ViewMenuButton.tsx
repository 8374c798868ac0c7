import { t } from '@grafana/i18n';
import { Button, LoadingPlaceholder, Toggletip } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { testIds } from '../../testIds.ts';
import type { ViewMenuProps } from './ViewMenu.tsx';

const ViewMenu = lazy(() => import('./ViewMenu.tsx'));

/** Button that opens the menu of groupings, saved views and alerts. */
export function ViewMenuButton(props: ViewMenuProps) {
  return (
    <Toggletip
      placement="bottom-end"
      fitContent
      content={
        <Suspense fallback={<LoadingPlaceholder text={t('usage-log.views.loading', 'Loading views…')} />}>
          <ViewMenu {...props} />
        </Suspense>
      }
    >
      <Button
        variant={props.state.by === null ? 'secondary' : 'primary'}
        icon="layer-group"
        aria-label={t('usage-log.views.button', 'Views, groups, alerts')}
        tooltip={t('usage-log.views.button', 'Views, groups, alerts')}
        data-testid={testIds.usageLog.viewMenu}
      />
    </Toggletip>
  );
}
