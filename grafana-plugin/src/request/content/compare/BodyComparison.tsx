import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { useCallback } from 'react';
import { formatCount } from '../../../format.ts';
import { testIds } from '../../../testIds.ts';
import { JsonIndexer, type JsonIndex } from '../json/json-index.ts';
import { putTogether } from '../streams/put-together.ts';
import { useSteps, type Step } from '../text/steps.ts';
import { compareJson, MAX_DIFFERENCES } from './compare-json.ts';
import { comparisonOf, type ComparedPart } from './compared.ts';
import { CompareTable } from './CompareTable.tsx';

interface Body {
  text: string;
  /** Which side it is. */
  label: string;
}

/** The differences of two bodies. Streams are compared as what they make together. */
export function BodyComparison({ before, after }: { before: Body; after: Body }) {
  const styles = useStyles2(getStyles);
  const found = useSteps(useCallback(() => comparisonSteps(before.text, after.text), [before.text, after.text]));
  if (found === null) {
    return <LoadingPlaceholder text={t('request.content.compare.running', 'Comparing…')} />;
  }
  if (typeof found === 'string') {
    return (
      <p className={styles.note} data-testid={testIds.request.contentDifferences}>
        {outcomeWords(found)}
      </p>
    );
  }
  return (
    <>
      <CompareTable comparison={comparisonOf(found)} before={before.label} after={after.label} />
      {found.length >= MAX_DIFFERENCES && (
        <p className={styles.note}>
          {t('request.content.compare.limited', 'Only the first {{number}} differences are shown.', {
            number: formatCount(MAX_DIFFERENCES),
          })}
        </p>
      )}
    </>
  );
}

type Outcome = 'equal' | 'same-values' | 'not-json';

function outcomeWords(outcome: Outcome): string {
  switch (outcome) {
    case 'equal':
      return t('request.content.compare.equal', 'Both bodies are the same.');
    case 'same-values':
      return t(
        'request.content.compare.same-values',
        'Both bodies have the same values. They differ in their form only.',
      );
    case 'not-json':
      return t(
        'request.content.compare.not-json',
        'The bodies differ, and at least one of them is not JSON, so they cannot be compared part by part. Choose one side.',
      );
  }
}

const VALUES_PER_STEP = 4_000;

/** Reads both texts and compares them, in steps. */
function comparisonSteps(before: string, after: string): Step<Outcome | ComparedPart[]> {
  const readers = [before, after].map((text) => new JsonIndexer(putTogether(text) ?? text));
  const read: (JsonIndex | 'invalid')[] = [];
  return () => {
    if (before === after) {
      return 'equal';
    }
    const result = readers[read.length]?.step(VALUES_PER_STEP) ?? null;
    if (result === 'invalid') {
      return 'not-json';
    }
    if (result !== null) {
      read.push(result);
    }
    const [one, other] = read;
    if (one === undefined || other === undefined || one === 'invalid' || other === 'invalid') {
      return null;
    }
    const parts = compareJson(one, other);
    return parts.length === 0 ? 'same-values' : parts;
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
});
