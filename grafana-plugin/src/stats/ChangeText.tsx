import { t } from '@grafana/i18n';
import type { AmountTotal } from '@tokentrail/usage-store';
import React from 'react';
import { Missing } from '../components/Missing.tsx';
import { amount } from '../figures/figure-values.ts';
import { FigureLink } from '../figures/FigureLink.tsx';
import { formatChange } from '../format.ts';
import { costChange } from './cost-change.ts';

interface Props {
  now: AmountTotal;
  /** Null if it is not known. */
  before: AmountTotal | null;
  /** Path of the rows of the period before; null if no link leads to them. */
  path: string | null;
}

/** Change of a cost against the period before. */
export function ChangeText({ now, before, path }: Props) {
  if (before === null) {
    return <Missing reason={t('stats.change.not-read', 'The period before was not read for this value')} />;
  }
  if (costChange(now, before) === null) {
    return <Missing reason={reasonFor(now, before)} />;
  }
  const words = t('stats.change.before', 'Period before: {{amount}}', {
    amount: amount(before).exact,
    interpolation: { escapeValue: false },
  });
  return (
    <FigureLink path={path} words={words} copied={null}>
      {formatChange(Number(now.nanoUsd), Number(before.nanoUsd))}
    </FigureLink>
  );
}

function reasonFor(now: AmountTotal, before: AmountTotal): string {
  return now.unknown + before.unknown > 0
    ? t('stats.change.unknown', 'Some of the costs are not known')
    : t('stats.change.none-before', 'No cost in the period before');
}
