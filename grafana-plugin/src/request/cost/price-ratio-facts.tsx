import { t } from '@grafana/i18n';
import React from 'react';
import type { Fact } from '../../components/Facts.tsx';
import { Missing } from '../../components/Missing.tsx';
import { meterWord } from '../../record/meter-words.ts';
import { ratiosOfEntry, type PriceRatio } from '../../record/price-ratios.ts';
import { joined } from '../../record/record-view.ts';
import type { Query } from '../../store/use-query.ts';

/** The ratios by which the operator's price file states the price of a call. Empty if the price is not stated so. */
export function priceRatioFacts(entry: Query<string | null>): Fact[] {
  const label = t('request.cost.price-ratios', 'Price ratios');
  if (entry.status === 'failed') {
    return [
      { label, value: <Missing reason={t('request.cost.no-price-ratios', 'The price entry could not be read')} /> },
    ];
  }
  const ratios = entry.status === 'ready' && entry.value !== null ? ratiosOfEntry(entry.value) : null;
  const value = joined(' · ', ...(ratios ?? []).map(ratioWords));
  return value === null ? [] : [{ label, value }];
}

function ratioWords({ name, ratio }: PriceRatio): string {
  switch (name) {
    case 'model':
      return t('request.cost.model-ratio', 'model {{ratio}}', { ratio });
    case 'completion':
      return t('request.cost.completion-ratio', 'completion {{ratio}}', { ratio });
    default:
      return `${meterWord(name).toLowerCase()} ${ratio}`;
  }
}
