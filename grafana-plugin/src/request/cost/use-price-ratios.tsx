import { t } from '@grafana/i18n';
import type { UsageRecord } from '@tokentrail/records';
import React, { useCallback } from 'react';
import type { Fact } from '../../components/Facts.tsx';
import { Missing } from '../../components/Missing.tsx';
import { meterWord } from '../../record/meter-words.ts';
import { ratiosOfEntry, type PriceRatio } from '../../record/price-ratios.ts';
import { joined } from '../../record/record-view.ts';
import { useSharedStores } from '../../store/LedgerProvider.tsx';
import { useQuery } from '../../store/use-query.ts';

/**
 * The ratios by which the operator's price file states the price of a call. They are in the price entry, which is read from
 * the ledger. Empty if the price is not stated so.
 */
export function usePriceRatios({ priceSource, priceEntry }: UsageRecord): Fact[] {
  const ledger = useSharedStores().stores?.ledger;
  // Only an operator states prices by ratios.
  const hash = priceSource === 'operator' && ledger?.capabilities.priceEntries === true ? priceEntry : null;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const entry = hash === null ? null : ((await ledger?.priceEntry(hash, signal)) ?? null);
      return entry === null ? null : ratiosOfEntry(entry);
    },
    [ledger, hash],
  );
  const query = useQuery(hash === null ? null : load);
  const label = t('request.cost.price-ratios', 'Price ratios');
  if (query.status === 'failed') {
    return [
      {
        label,
        value: <Missing reason={t('request.cost.no-price-ratios', 'The price entry could not be read')} />,
      },
    ];
  }
  const value = query.status === 'ready' && query.value !== null ? joined(' · ', ...query.value.map(ratioWords)) : null;
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
