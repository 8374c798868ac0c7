import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { formatBytes } from '../../format.ts';
import { Bar } from './Bar.tsx';
import { CopyText } from './CopyText.tsx';
import { cutMarkOf, type CutMark } from './cut-mark.ts';
import DocumentView from './DocumentView.tsx';

interface Props {
  /** As it was recorded. */
  text: string;
  /** Its size in UTF-8; null if it was not recorded in this form. */
  bytes: number | null;
  label: string;
  /** Other controls beside the button that copies the text. */
  actions?: ReactNode;
}

/** A recorded text with its size, and a button that copies exactly it. */
export default function RecordedText({ text, bytes, label, actions }: Props) {
  return (
    <Stack direction="column" gap={1}>
      <Bar note={bytes === null ? label : `${label} · ${sizeWords(bytes, cutMarkOf(text))}`}>
        {actions}
        <CopyText text={text} label={label} />
      </Bar>
      <DocumentView key={label} text={text} label={label} />
    </Stack>
  );
}

function sizeWords(bytes: number, cut: CutMark | null): string {
  if (cut === null) {
    return formatBytes(bytes);
  }
  const sizes = {
    kept: formatBytes(bytes),
    all: formatBytes(cut.originalBytes),
    interpolation: { escapeValue: false },
  };
  return cut.isMinimum
    ? t('request.content.cut-at-least', 'cut when it was recorded, at {{kept}} of more than {{all}}', sizes)
    : t('request.content.cut', 'cut when it was recorded, at {{kept}} of {{all}}', sizes);
}
