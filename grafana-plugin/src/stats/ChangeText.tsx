import { t } from '@grafana/i18n';
import type { AmountTotal } from '@tokentrail/usage-store';
import React from 'react';
import { Missing } from '../components/Missing.tsx';
import { amount } from '../figures/figure-values.ts';
import { FigureLink } from '../figures/FigureLink.tsx';
import { formatChange } from '../format.ts';

interface Props {
  now: AmountTotal;
  /** Null if it is not known. */
  before: AmountTotal | null;
  /** Path of the rows of the period before; null if no link leads to them. */
  path: string | null;
}

/** Change of a cost against the period before. With unknown costs it is the change of those that are known: "≈ +12.3%". */
export function ChangeText({ now, before, path }: Props) {
  if (before === null) {
    return <Missing reason={t('stats.change.not-read', 'The period before was not read for this value')} />;
  }
  if (BigInt(before.nanoUsd) === 0n) {
    return <Missing reason={t('stats.change.none-before', 'No cost in the period before')} />;
  }
  const change = formatChange(Number(now.nanoUsd), Number(before.nanoUsd));
  const words = t('stats.change.before', 'Period before: {{amount}}', {
    amount: amount(before).exact,
    interpolation: { escapeValue: false },
  });
  return (
    <FigureLink path={path} words={words} copied={null}>
      {now.unknown + before.unknown > 0 ? `≈ ${change}` : change}
    </FigureLink>
  );
}
