import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { OUTCOMES, type Outcome } from '@tokentrail/records';
import React from 'react';
import { Hint } from '../../components/Hint.tsx';
import { formatCount, formatTokens } from '../../format.ts';
import { testIds } from '../../testIds.ts';
import type { Counts } from './histogram-layout.ts';
import { OutcomeDot } from './OutcomeDot.tsx';
import { outcomeWord } from '../../record/outcome-words.ts';

interface Props {
  counts: Counts;
  /** Outcomes that the filter includes. */
  filtered: readonly Outcome[];
  /** Includes the outcome in the filter, or removes it. */
  onFilter: (outcome: Outcome, include: boolean) => void;
}

/** Counts of records by outcome. A click filters them. */
export function Legend({ counts, filtered, onFilter }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div role="group" className={styles.legend} aria-label={t('usage-log.histogram.legend', 'Filter by state')}>
      {OUTCOMES.filter((outcome) => counts[outcome] > 0 || filtered.includes(outcome)).map((outcome) => {
        const isFiltered = filtered.includes(outcome);
        return (
          <Hint key={outcome} words={hintWords(outcome, counts[outcome], isFiltered)} tabStop={false}>
            <button
              type="button"
              className={styles.entry}
              aria-pressed={isFiltered}
              data-testid={testIds.usageLog.legend(outcome)}
              onClick={() => onFilter(outcome, !isFiltered)}
            >
              <OutcomeDot outcome={outcome} />
              {outcomeWord(outcome)} <span className={styles.count}>{formatTokens(counts[outcome])}</span>
            </button>
          </Hint>
        );
      })}
    </div>
  );
}

function hintWords(outcome: Outcome, count: number, isFiltered: boolean): string {
  const values = { count, shown: formatCount(count), outcome: outcomeWord(outcome) };
  return isFiltered
    ? t('usage-log.histogram.legend-remove', '', {
        ...values,
        count,
        defaultValue_one: '{{shown}} record: {{outcome}}. Click to show all states again.',
        defaultValue_other: '{{shown}} records: {{outcome}}. Click to show all states again.',
      })
    : t('usage-log.histogram.legend-filter', '', {
        ...values,
        count,
        defaultValue_one: '{{shown}} record: {{outcome}}. Click to show only this state.',
        defaultValue_other: '{{shown}} records: {{outcome}}. Click to show only this state.',
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1) }),
  entry: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: theme.spacing(3),
    padding: theme.spacing(0, 0.5),
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'none',
    font: 'inherit',
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    '&:hover, &[aria-pressed="true"]': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
  }),
  count: css({ color: theme.colors.text.primary, fontVariantNumeric: 'tabular-nums' }),
});
