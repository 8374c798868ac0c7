import { t } from '@grafana/i18n';
import type { Amount, UsageRecord } from '@tokentrail/records';
import React from 'react';
import { AmountText } from '../../components/AmountText.tsx';
import { FactGroup } from '../../components/FactGroup.tsx';
import { Facts, type Fact } from '../../components/Facts.tsx';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { amountWords, joined, versionText } from '../../record/record-view.ts';
import { useSharedStores } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { CostLines } from './CostLines.tsx';
import { reported } from '../facts/reported.ts';
import { usePriceRatios } from './use-price-ratios.tsx';

/** Cost of a call and its calculation, as recorded when the call ended. */
export function CostFacts({ record }: { record: UsageRecord }) {
  const { costLines, costFormula, priceEntry } = record;
  const priceRatios = usePriceRatios(record);
  const namesHidden = useNamesHidden();
  const showsMargin = useSharedStores().stores?.ledger.capabilities.margin ?? true;
  return (
    <FactGroup title={t('request.cost.title', 'Cost')} data-testid={testIds.request.cost}>
      <Facts
        facts={[
          ...amountFacts(record.cost),
          ...reported([
            [t('request.cost.ratios', 'Ratios'), factors(record, namesHidden)],
            [t('request.cost.price-from', 'Price from'), priceOrigin(record)],
            [t('request.cost.tier', 'Price tier'), record.priceTier],
          ]),
          ...reported([[t('request.cost.repriced-by', 'Repriced by'), record.repricedBy]], { personal: true }),
          ...reported([[t('request.cost.repriced-reason', 'Reason for repricing'), record.repricedReason]]),
          ...reported([[t('request.cost.price-entry', 'Price entry'), priceEntry]], { copyable: true }),
          ...priceRatios,
        ]}
      />
      <CostLines lines={costLines} formula={costFormula} missing={missingLinesReason(record, showsMargin)} />
    </FactGroup>
  );
}

/**
 * What the caller is billed, and before it the steps from the public price, if they differ. A store that hides the margin
 * from a user returns neither of these.
 */
function amountFacts({ list, paid, charged }: UsageRecord['cost']): Fact[] {
  const same = (amount: Amount) => amount.nanoUsd === charged.nanoUsd && amount.state === charged.state;
  const differs = [list, paid].some((amount) => amount.state !== null && !same(amount));
  const steps = [
    { label: t('request.cost.list', 'List price'), amount: list },
    { label: t('request.cost.paid', 'Paid to providers'), amount: paid },
  ].filter(({ amount }) => differs && amount.state !== null);
  return [...steps, { label: t('request.cost.charged', 'Charged to the caller'), amount: charged }].map(
    ({ label, amount }) => ({ label, value: <AmountText amount={amount} /> }),
  );
}

/** The factors on the prices, each once: "group shop × 0.8, contract × 0.9". Their names may be those of a group. */
function factors({ costLines }: UsageRecord, namesHidden: boolean): string | null {
  const texts = costLines
    .flatMap(({ factors = [] }) => factors)
    .map(({ name, times }) => (namesHidden ? `× ${times}` : `${name} × ${times}`));
  return joined(', ', ...new Set(texts));
}

/** Price book and its version: "operator, version 3f2a…". */
function priceOrigin({ priceSource, priceVersion }: UsageRecord): string | null {
  const version = versionText(priceVersion);
  return priceSource === null || version === null
    ? priceSource
    : t('request.cost.price-version', '{{source}}, version {{version}}', {
        source: priceSource,
        version,
        interpolation: { escapeValue: false },
      });
}

function missingLinesReason({ state, cost }: UsageRecord, showsMargin: boolean): string {
  if (state === 'pending' || state === 'streaming' || state === 'lost') {
    return t('request.cost.running', 'Cost is calculated when the call ends.');
  }
  if (!showsMargin && cost.charged.state === 'priced') {
    return t('request.cost.hidden-margin', 'Prices and the calculation are for administrators.');
  }
  return cost.charged.state === 'priced'
    ? t('request.cost.no-lines', 'The cost lines were not recorded.')
    : `${amountWords(cost.charged)}.`;
}
