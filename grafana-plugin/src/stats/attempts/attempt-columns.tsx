import { t } from '@grafana/i18n';
import type { AttemptProvider } from '@tokentrail/usage-store';
import React from 'react';
import { Hint } from '../../components/Hint.tsx';
import { NameText } from '../../components/NameText.tsx';
import type { PlainColumn } from '../../components/PlainTable.tsx';
import { amount, share } from '../../figures/figure-values.ts';
import { valueLabel } from '../../filters/controls/filter-words.ts';
import { DASH, formatCount, formatDuration } from '../../format.ts';

/** Columns of the attempts at providers. */
export function attemptColumns(): PlainColumn<AttemptProvider>[] {
  const number = (
    id: string,
    title: string,
    cell: (row: AttemptProvider) => React.ReactNode,
  ): PlainColumn<AttemptProvider> => ({ id, title, align: 'right', cell });
  return [
    {
      id: 'provider',
      title: t('stats.attempts.provider', 'Provider'),
      namesRows: true,
      cell: ({ provider }) => (provider === '' ? valueLabel('provider', '') : <NameText text={provider} />),
    },
    number('attempts', t('stats.attempts.attempts', 'Attempts'), ({ total }) => formatCount(total.attempts)),
    number('failed', t('stats.attempts.failed', 'Failed'), ({ total }) => formatCount(total.failed)),
    number(
      'error-rate',
      t('stats.attempts.error-rate', 'Error rate'),
      ({ total }) => share(total.failed, total.attempts).value,
    ),
    number('skipped', t('stats.attempts.skipped', 'Skipped'), ({ total }) => formatCount(total.skipped)),
    number('paid', t('stats.attempts.paid', 'Paid'), ({ total: { paid } }) => {
      const { value, exact, copied } = amount(paid);
      return (
        <Hint words={exact} {...(copied !== null && { copied })}>
          {value}
        </Hint>
      );
    }),
    number('p50', t('stats.attempts.p50', 'P50'), ({ total }) => duration(total.latency.durationMs?.p50)),
    number('p95', t('stats.attempts.p95', 'P95'), ({ total }) => duration(total.latency.durationMs?.p95)),
  ];
}

function duration(ms: number | undefined): string {
  return ms === undefined ? DASH : formatDuration(ms);
}
