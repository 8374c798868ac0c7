import { t } from '@grafana/i18n';
import { nanoToUsd } from '@tokentrail/records';
import type { AmountTotal } from '@tokentrail/usage-store';
import { formatCostSum, formatCount, formatExactCost, formatShare, formatTokens } from '../format.ts';
import type { FigureValue } from './summary-figure.ts';

/** A sum of amounts. With unknown ones it is a lower bound, and `exact` states their number. */
export function amount({ nanoUsd, unknown }: AmountTotal): FigureValue {
  const exact = formatExactCost(nanoUsd);
  const copied = nanoToUsd(nanoUsd);
  if (unknown === 0) {
    return { value: formatCostSum(nanoUsd), exact, copied };
  }
  return {
    value: `≥ ${formatCostSum(nanoUsd)}`,
    exact: t('figures.value.exact-with-unknown', '', {
      count: unknown,
      unknown: formatCount(unknown),
      exact,
      defaultValue_one: '{{exact}} and {{unknown}} record with an unknown amount',
      defaultValue_other: '{{exact}} and {{unknown}} records with an unknown amount',
    }),
    copied,
  };
}

/** A part of a whole; a dash if that is 0. */
export function share(part: number, total: number): Pick<FigureValue, 'value' | 'copied'> {
  return { value: formatShare(part, total), copied: total === 0 ? null : String(part / total) };
}

/** "12 of 345 calls". */
export function ofCalls(part: number, calls: number): string {
  return t('figures.value.of-calls', '', {
    count: calls,
    part: formatCount(part),
    total: formatCount(calls),
    defaultValue_one: '{{part}} of {{total}} call',
    defaultValue_other: '{{part}} of {{total}} calls',
  });
}

/** A count that is shown in full. */
export function count(value: number, label: string): FigureValue {
  const shown = formatCount(value);
  return { value: shown, label, exact: `${shown} ${label}`, copied: String(value) };
}

/** A count of tokens, in short form. */
export function tokens(value: number): FigureValue {
  const exact = t('figures.value.tokens-exact', '', {
    count: value,
    shown: formatCount(value),
    defaultValue_one: '{{shown}} token',
    defaultValue_other: '{{shown}} tokens',
  });
  return { value: formatTokens(value), exact, copied: String(value) };
}
