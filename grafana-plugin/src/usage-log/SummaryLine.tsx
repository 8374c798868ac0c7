import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Totals } from '@tokentrail/usage-store';
import { nanoToUsd } from '@tokentrail/records';
import React from 'react';
import { Hint } from '../components/Hint.tsx';
import { DASH, formatCostSum, formatCount, formatExactCost, formatShare, formatTokens } from '../format.ts';
import { failureText } from '../store/store-failure.ts';
import type { Query } from '../store/use-query.ts';
import { testIds } from '../testIds.ts';

/** Totals of all matching records, not only of the loaded rows. */
export function SummaryLine({ totals }: { totals: Query<Totals> }) {
  const styles = useStyles2(getStyles);
  if (totals.status === 'failed' && totals.value === undefined) {
    return (
      <div className={styles.line} data-testid={testIds.usageLog.summary}>
        {t('usage-log.summary.failed-to-read', 'Could not read totals: {{message}}', {
          message: failureText(totals.failure),
          interpolation: { escapeValue: false },
        })}
      </div>
    );
  }
  const figures = totals.value ? figuresOf(totals.value) : placeholders();
  return (
    <div className={styles.line} data-testid={testIds.usageLog.summary} aria-busy={totals.status === 'loading'}>
      {figures.map(({ value, label, title, copied }) => (
        <span key={label}>
          <strong className={styles.value}>
            {title === undefined ? (
              value
            ) : (
              <Hint words={title} {...(copied !== undefined && { copied })}>
                {value}
              </Hint>
            )}
          </strong>{' '}
          {label}
        </span>
      ))}
      {totals.status === 'failed' && (
        <Hint words={failureText(totals.failure)}>{t('usage-log.summary.stale', 'Totals are not up to date')}</Hint>
      )}
    </div>
  );
}

interface Figure {
  value: string;
  label: string;
  /** Exact value, in the tooltip. */
  title?: string;
  /** Exact value as plain digits, for the clipboard. */
  copied?: string;
}

/** Figures whose values are not known yet. */
function placeholders(): Figure[] {
  return [spentWord(), callsWord(0), failedWord(), inputTokensWord(0), outputTokensWord(0)].map((label) => ({
    value: DASH,
    label,
  }));
}

function figuresOf(totals: Totals): Figure[] {
  const { requests, failed, running, inputTokens, outputTokens } = totals;
  return [
    spentFigure(totals.cost.charged),
    { value: formatCount(requests), label: callsWord(requests) },
    { value: formatShare(failed, requests), label: failedWord(), title: formatCount(failed), copied: String(failed) },
    {
      value: formatTokens(inputTokens),
      label: inputTokensWord(inputTokens),
      title: formatCount(inputTokens),
      copied: String(inputTokens),
    },
    {
      value: formatTokens(outputTokens),
      label: outputTokensWord(outputTokens),
      title: formatCount(outputTokens),
      copied: String(outputTokens),
    },
    ...(running > 0 ? [{ value: `+ ${formatCount(running)}`, label: t('usage-log.summary.running', 'running') }] : []),
  ];
}

/** Sum of the charged cost. With calls of unknown cost, it is a lower bound and says how many they are. */
function spentFigure({ nanoUsd, unknown }: Totals['cost']['charged']): Figure {
  const exact = formatExactCost(nanoUsd);
  if (unknown === 0) {
    return { value: formatCostSum(nanoUsd), label: spentWord(), title: exact, copied: nanoToUsd(nanoUsd) };
  }
  return {
    value: `≥ ${formatCostSum(nanoUsd)}`,
    label: t('usage-log.summary.spent-with-unknown', 'spent, {{unknown}} unknown', { unknown: formatCount(unknown) }),
    title: t('usage-log.summary.spent-with-unknown-title', '', {
      count: unknown,
      unknown: formatCount(unknown),
      exact,
      defaultValue_one: '{{exact}} and {{unknown}} call with unknown cost',
      defaultValue_other: '{{exact}} and {{unknown}} calls with unknown cost',
    }),
  };
}

function spentWord(): string {
  return t('usage-log.summary.spent', 'spent');
}

function callsWord(count: number): string {
  return t('usage-log.summary.calls', '', { count, defaultValue_one: 'call', defaultValue_other: 'calls' });
}

function failedWord(): string {
  return t('usage-log.summary.failed', 'failed');
}

function inputTokensWord(count: number): string {
  return t('usage-log.summary.input-tokens', '', {
    count,
    defaultValue_one: 'input token',
    defaultValue_other: 'input tokens',
  });
}

function outputTokensWord(count: number): string {
  return t('usage-log.summary.output-tokens', '', {
    count,
    defaultValue_one: 'output token',
    defaultValue_other: 'output tokens',
  });
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 3),
    color: theme.colors.text.secondary,
  }),
  value: css({ color: theme.colors.text.primary, fontVariantNumeric: 'tabular-nums' }),
});
