import { t } from '@grafana/i18n';
import { ClipboardButton } from '@grafana/ui';
import React from 'react';

interface Props {
  /** Names what is copied, for screen readers. */
  label: string;
  text: string;
}

/** Copies a text as it is, also the part that is not shown. */
export function CopyButton({ label, text }: Props) {
  return (
    <ClipboardButton
      icon="copy"
      size="sm"
      variant="secondary"
      fill="text"
      aria-label={t('components.copy.label', 'Copy {{label}}', { label, interpolation: { escapeValue: false } })}
      getText={() => text}
    />
  );
}
