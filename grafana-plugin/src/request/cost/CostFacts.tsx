import { t } from '@grafana/i18n';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { FactGroup } from '../../components/FactGroup.tsx';
import { Facts } from '../../components/Facts.tsx';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { useSharedStores } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { amountFacts, entryFacts, missingLinesReason, priceFacts } from './cost-facts.tsx';
import { CostLines } from './CostLines.tsx';
import { priceRatioFacts } from './price-ratio-facts.tsx';
import { usePriceEntry } from './use-price-entry.ts';

/** Cost of a call and its calculation, in short: the part of an unfolded row. `CostSection` shows all of it. */
export function CostFacts({ record }: { record: UsageRecord }) {
  const { cost, costLines, costFormula, priceEntry, priceSource } = record;
  // Only an operator states prices by ratios.
  const { query: entry } = usePriceEntry({ priceEntry: priceSource === 'operator' ? priceEntry : null });
  const namesHidden = useNamesHidden();
  const showsMargin = useSharedStores().stores?.ledger.capabilities.margin ?? true;
  return (
    <FactGroup title={t('request.cost.title', 'Cost')} data-testid={testIds.request.cost}>
      <Facts
        facts={[
          // The steps from the public price to the charge, if they differ.
          ...amountFacts(cost).slice(differ(cost) ? 0 : -1),
          ...priceFacts(record, namesHidden),
          ...entryFacts(record),
          ...priceRatioFacts(entry),
        ]}
      />
      <CostLines lines={costLines} formula={costFormula} missing={missingLinesReason(record, showsMargin)} />
    </FactGroup>
  );
}

function differ({ list, paid, charged }: UsageRecord['cost']): boolean {
  return [list, paid].some(
    ({ nanoUsd, state }) => state !== null && (nanoUsd !== charged.nanoUsd || state !== charged.state),
  );
}
