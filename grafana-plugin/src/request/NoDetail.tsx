import { t, Trans } from '@grafana/i18n';
import { Alert } from '@grafana/ui';
import React from 'react';
import { testIds } from '../testIds.ts';

/** Explains to users without the permission why attempts and content are missing. */
export function NoDetail() {
  return (
    <div data-testid={testIds.request.noAccess}>
      <Alert
        title={t('request.no-access.title', 'Attempts and content are for administrators')}
        severity="info"
        bottomSpacing={0}
      >
        <Trans i18nKey="request.no-access.help">
          They contain upstream key names and may contain user messages. To get access, ask a Grafana administrator for
          the role “TokenTrail request detail reader”.
        </Trans>
      </Alert>
    </div>
  );
}
