import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Totals } from '@tokentrail/usage-store';
import React from 'react';
import { DASH, formatCost, formatCount, formatExactCost, formatShare, formatTokens } from '../format.ts';
import type { Query } from '../store/use-query.ts';
import { testIds } from '../testIds.ts';

/** Totals of all matching records, not only of the loaded rows. */
export function SummaryLine({ totals }: { totals: Query<Totals> }) {
  const styles = useStyles2(getStyles);
  if (totals.status === 'failed') {
    return (
      <div className={styles.line} data-testid={testIds.usageLog.summary}>
        Could not read totals: {totals.failure.message}
      </div>
    );
  }
  const figures = totals.value ? figuresOf(totals.value) : PLACEHOLDERS;
  return (
    <div className={styles.line} data-testid={testIds.usageLog.summary} aria-busy={totals.status === 'loading'}>
      {figures.map(({ value, label, title }) => (
        <span key={label} title={title}>
          <strong className={styles.value}>{value}</strong> {label}
        </span>
      ))}
    </div>
  );
}

interface Figure {
  value: string;
  label: string;
  title?: string;
}

const PLACEHOLDERS: Figure[] = ['spent', 'calls', 'failed', 'input tokens', 'output tokens'].map((label) => ({
  value: DASH,
  label,
}));

function figuresOf(totals: Totals): Figure[] {
  const { charged } = totals.cost;
  return [
    {
      value: `${charged.unknown > 0 ? '≥ ' : ''}${formatCost(charged.nanoUsd)}`,
      label: charged.unknown > 0 ? `spent, ${formatCount(charged.unknown)} unknown` : 'spent',
      title:
        charged.unknown > 0
          ? `${formatExactCost(charged.nanoUsd)} and ${formatCount(charged.unknown)} calls with unknown cost`
          : formatExactCost(charged.nanoUsd),
    },
    { value: formatCount(totals.requests), label: totals.requests === 1 ? 'call' : 'calls' },
    { value: formatShare(totals.failed, totals.requests), label: 'failed', title: formatCount(totals.failed) },
    { value: formatTokens(totals.inputTokens), label: 'input tokens', title: formatCount(totals.inputTokens) },
    { value: formatTokens(totals.outputTokens), label: 'output tokens', title: formatCount(totals.outputTokens) },
    ...(totals.running > 0 ? [{ value: `+ ${formatCount(totals.running)}`, label: 'running' }] : []),
  ];
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
