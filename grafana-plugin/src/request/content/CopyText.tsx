import { t, Trans } from '@grafana/i18n';
import { ClipboardButton } from '@grafana/ui';
import React from 'react';
import { testIds } from '../../testIds.ts';

/** Copies a text exactly as it was recorded. `label` names it for screen readers. */
export function CopyText({ text, label }: { text: string; label: string }) {
  return (
    <ClipboardButton
      icon="copy"
      size="sm"
      variant="secondary"
      data-testid={testIds.request.contentCopy}
      aria-label={t('request.content.copy-label', 'Copy: {{label}}', { label, interpolation: { escapeValue: false } })}
      getText={() => text}
    >
      <Trans i18nKey="request.content.copy">Copy</Trans>
    </ClipboardButton>
  );
}
