import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { readPriceEntry } from '@tokentrail/pricing/recorded';
import type { Attempt, RecordDetail, UsageRecord } from '@tokentrail/records';
import React, { useMemo } from 'react';
import { AmountText } from '../../components/AmountText.tsx';
import { Facts } from '../../components/Facts.tsx';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { Section } from '../../components/Section.tsx';
import { Failure } from '../../states/Failure.tsx';
import { useSharedStores } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { checkCharge } from './charge-check.ts';
import { ChargeMark } from './ChargeMark.tsx';
import { billedAttempts, chargedAttempt, contextOf } from './charged-attempt.ts';
import { amountFacts, entryFacts, missingLinesReason, priceFacts } from './cost-facts.tsx';
import { CostLines } from './CostLines.tsx';
import { includedParts } from './included-parts.ts';
import { PaidAttempts } from './PaidAttempts.tsx';
import { priceGap } from './price-gap.ts';
import { priceRatioFacts } from './price-ratio-facts.tsx';
import { PriceTiers } from './PriceTiers.tsx';
import { UnknownPrice } from './UnknownPrice.tsx';
import { usePriceEntry } from './use-price-entry.ts';

interface Props {
  record: UsageRecord;
  /** Null while it loads, or if it could not be read. */
  detail: RecordDetail | null;
  /** Null while they load, and for users who may not read them. */
  attempts: readonly Attempt[] | null;
}

/**
 * Cost of a call: the three amounts, what was billed at which price, every tier of the price, and whether the calculation
 * gives the charge. For drawer, page and panel; the unfolded row has `CostFacts`.
 */
export default function CostSection({ record, detail, attempts }: Props) {
  const styles = useStyles2(getStyles);
  const namesHidden = useNamesHidden();
  const showsMargin = useSharedStores().stores?.ledger.capabilities.margin ?? true;
  const { query, retry } = usePriceEntry(record);
  const content = query.value ?? null;
  const entry = useMemo(() => (content === null ? null : readPriceEntry(content)), [content]);
  const showsEntry = (entry?.tiers.length ?? 0) > 0;
  const check = useMemo(() => checkCharge(record), [record]);
  const charged = attempts === null ? null : chargedAttempt(attempts);
  const billed = attempts === null ? [] : billedAttempts(attempts);
  const { cost, costLines, costFormula, priceSource, priceTier } = record;
  // The missing price cannot be named before the entry is read that lacks it.
  const isEntryPending = record.priceEntry !== null && query.status === 'loading' && showsMargin;
  const gap = showsMargin && !isEntryPending ? priceGap(record, charged, entry) : null;
  return (
    <Section
      title={t('request.cost.title', 'Cost')}
      aside={<AmountText amount={cost.charged} />}
      data-testid={testIds.request.cost}
    >
      <Facts
        facts={[
          ...amountFacts(cost),
          ...priceFacts(record, namesHidden),
          ...priceRatioFacts(query),
          ...(showsEntry ? [] : entryFacts(record)),
        ]}
      />
      {record.repricedBy !== null && (
        <p className={styles.note}>
          {t('request.cost.repriced-note', 'Priced later. Only amounts that were unknown have changed.')}
        </p>
      )}
      {gap !== null && <UnknownPrice gap={gap} />}
      <CostLines
        lines={costLines}
        formula={costFormula}
        missing={gap === null ? missingLinesReason(record, showsMargin) : null}
        included={includedParts(record, detail)}
      />
      {check !== null && <ChargeMark check={check} />}
      {billed.length > 1 && showsMargin && <PaidAttempts attempts={billed} paid={cost.paid} />}
      {query.status === 'failed' && <Failure failure={query.failure} ds={null} onRetry={retry} />}
      {entry !== null && showsEntry && (
        <PriceTiers
          entry={entry}
          hash={record.priceEntry ?? ''}
          appliedTier={priceTier}
          context={charged === null ? record.inputTokens : contextOf(charged)}
          isListOnly={priceSource === 'provider'}
        />
      )}
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(1, 0, 0) }),
});
