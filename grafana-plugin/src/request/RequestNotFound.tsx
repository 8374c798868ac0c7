import { t, Trans } from '@grafana/i18n';
import { EmptyState } from '@grafana/ui';
import React, { type ReactNode } from 'react';

/** Says that the ledger does not have a request. `children`: what to do instead. */
export function RequestNotFound({ children }: { children?: ReactNode }) {
  return (
    <EmptyState
      variant="not-found"
      message={t('request.not-found.title', 'This request is not in the ledger')}
      button={children}
    >
      <Trans i18nKey="request.not-found.help">
        Its retention time may have ended, or it may belong to another data source.
      </Trans>
    </EmptyState>
  );
}
