import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { OUTCOMES } from '@tokentrail/records';
import React from 'react';
import { NameText } from '../../components/NameText.tsx';
import { formatCount } from '../../format.ts';
import type { Annotation } from '../../store/stores.ts';
import { totalOf, type Counts } from './histogram-layout.ts';
import { OutcomeDot } from './OutcomeDot.tsx';
import { outcomeWord } from '../../record/outcome-words.ts';

/** Annotations that a tooltip lists. */
const MAX_ANNOTATIONS = 3;
const MAX_TEXT = 200;

interface Props {
  times: string;
  counts: Counts;
  annotations: readonly Annotation[];
}

/** Time span and counts by outcome, and what happened in it. */
export function BucketTooltip({ times, counts, annotations }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <div className={styles.times}>{times}</div>
      {totalOf(counts) === 0 && t('usage-log.histogram.none', 'No records')}
      {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
        <div key={outcome} className={styles.outcome}>
          <OutcomeDot outcome={outcome} />
          <span>{outcomeWord(outcome)}</span>
          <span className={styles.count}>{formatCount(counts[outcome])}</span>
        </div>
      ))}
      {annotations.slice(0, MAX_ANNOTATIONS).map(({ id, text }) => (
        <div key={id} className={styles.annotation}>
          <NameText text={text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text} />
        </div>
      ))}
    </div>
  );
}

/** Counts in words: "120 records: 118 success, 2 failed". */
export function countWords(counts: Counts): string {
  const total = totalOf(counts);
  const records = t('usage-log.histogram.records', '', {
    count: total,
    shown: formatCount(total),
    defaultValue_one: '{{shown}} record',
    defaultValue_other: '{{shown}} records',
  });
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${formatCount(counts[outcome])} ${outcomeWord(outcome)}`,
  );
  return parts.length === 0 ? records : `${records} (${parts.join(', ')})`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  times: css({ color: theme.colors.text.secondary }),
  outcome: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  count: css({ marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' }),
  annotation: css({ maxWidth: theme.spacing(40), overflowWrap: 'anywhere' }),
});
