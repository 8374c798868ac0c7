import { t } from '@grafana/i18n';
import { MIN_COMPLETE_DAYS, type MonthSpend } from '@tokentrail/usage-store';
import React from 'react';
import { Missing } from '../../components/Missing.tsx';
import { amount } from '../../figures/figure-values.ts';
import { FigureLink } from '../../figures/FigureLink.tsx';
import { formatCount } from '../../format.ts';

type Projected = Pick<MonthSpend, 'projected' | 'completeDays'>;

/** What a whole month will cost. */
export function Projection({ spend }: { spend: Projected }) {
  if (spend.projected === null) {
    return <Missing reason={tooFewDays(spend)} />;
  }
  const { value, exact, copied } = amount(spend.projected);
  const definition = t(
    'stats.spend.projection-definition',
    'What is spent, and for each day that is left the mean of the last {{days}} complete days.',
    { days: formatCount(spend.completeDays) },
  );
  return (
    <FigureLink
      path={null}
      copied={copied}
      words={
        <>
          <strong>{exact}</strong>
          <div>{definition}</div>
        </>
      }
    >
      {value}
    </FigureLink>
  );
}

export function tooFewDays({ completeDays }: Pick<MonthSpend, 'completeDays'>): string {
  return t('stats.spend.too-few-days', '', {
    count: completeDays,
    needed: formatCount(MIN_COMPLETE_DAYS),
    defaultValue_one: 'A projection needs {{needed}} complete days with data; there is {{count}}',
    defaultValue_other: 'A projection needs {{needed}} complete days with data; there are {{count}}',
  });
}
