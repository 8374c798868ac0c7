import { t } from '@grafana/i18n';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { AmountText } from '../../components/AmountText.tsx';
import type { Fact } from '../../components/Facts.tsx';
import { amountWords, joined, versionText } from '../../record/record-view.ts';
import { priceSourceWord } from '../../record/record-words.ts';
import { reported } from '../facts/reported.ts';

/** The amounts of a call, as far as the store shows them: one that hides the margin from a user shows only what is charged. */
export function amountFacts({ list, paid, charged }: UsageRecord['cost']): Fact[] {
  const steps = [
    { label: t('request.cost.list', 'List price'), amount: list },
    { label: t('request.cost.paid', 'Paid to providers'), amount: paid },
  ].filter(({ amount: { state } }) => state !== null && state !== 'hidden');
  return [...steps, { label: t('request.cost.charged', 'Charged to the caller'), amount: charged }].map(
    ({ label, amount }) => ({ label, value: <AmountText amount={amount} /> }),
  );
}

/** Where the price comes from, and who changed it later. */
export function priceFacts(record: UsageRecord, namesHidden: boolean): Fact[] {
  return [
    ...reported([
      [t('request.cost.ratios', 'Ratios'), factors(record, namesHidden)],
      [t('request.cost.price-from', 'Price from'), priceOrigin(record)],
    ]),
    ...reported([[t('request.cost.repriced-by', 'Repriced by'), record.repricedBy]], { personal: true }),
    ...reported([[t('request.cost.repriced-reason', 'Reason for repricing'), record.repricedReason]]),
  ];
}

/** Which tier of which price entry applied: for a part that does not show the entry itself. */
export function entryFacts({ priceTier, priceEntry }: UsageRecord): Fact[] {
  return [
    ...reported([[t('request.cost.tier', 'Price tier'), priceTier]]),
    ...reported([[t('request.cost.price-entry', 'Price entry'), priceEntry]], { copyable: true }),
  ];
}

/** The factors on the prices, each once: "group shop × 0.8, contract × 0.9". Their names may be those of a group. */
function factors({ costLines }: UsageRecord, namesHidden: boolean): string | null {
  const texts = costLines
    .flatMap(({ factors = [] }) => factors)
    .map(({ name, times }) => (namesHidden ? `× ${times}` : `${name} × ${times}`));
  return joined(', ', ...new Set(texts));
}

/** Price book and its version: "Our price file, version 3f2a…". A cost that the provider reported is of no version. */
function priceOrigin({ priceSource, priceVersion }: UsageRecord): string | null {
  const version = priceSource === 'provider' ? null : versionText(priceVersion);
  const source = priceSource && priceSourceWord(priceSource);
  return source === null || version === null
    ? source
    : t('request.cost.price-version', '{{source}}, version {{version}}', {
        source,
        version,
        interpolation: { escapeValue: false },
      });
}

/** Why a record has no lines of its cost. */
export function missingLinesReason({ state, cost }: UsageRecord, showsMargin: boolean): string {
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
