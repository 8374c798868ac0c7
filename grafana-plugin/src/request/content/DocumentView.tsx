import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { useCallback } from 'react';
import { JsonIndexer } from './json/json-index.ts';
import { JsonView } from './json/JsonView.tsx';
import { useSteps } from './text/steps.ts';
import { TextView } from './text/TextView.tsx';

const VALUES_PER_STEP = 4_000;

interface Props {
  text: string;
  /** Names the text for screen readers. */
  label: string;
}

/** A recorded text of any size: a tree if it is a JSON object or list, otherwise its lines. */
export default function DocumentView({ text, label }: Props) {
  const index = useSteps(
    useCallback(() => {
      const indexer = /^\s*[[{]/.test(text) ? new JsonIndexer(text) : null;
      return () => (indexer === null ? ('invalid' as const) : indexer.step(VALUES_PER_STEP));
    }, [text]),
  );
  if (index === null) {
    return <LoadingPlaceholder text={t('request.content.reading', 'Preparing the text…')} />;
  }
  return index === 'invalid' ? <TextView text={text} label={label} /> : <JsonView index={index} label={label} />;
}
