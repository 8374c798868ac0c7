import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Amount, CostLine, UsageRecord } from '@tokentrail/records';
import React from 'react';
import { AmountText } from '../components/AmountText.tsx';
import { NameText } from '../components/NameText.tsx';
import { formatPer, formatQuantity, formatUnitPrice, formatUsd } from '../format.ts';
import { amountWords, joined, versionText } from '../record/record-view.ts';
import { testIds } from '../testIds.ts';
import { Section } from './Section.tsx';

/** Cost of the call and its calculation, as recorded when the call ended. */
export function CostSection({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const { charged } = record.cost;
  return (
    <Section
      title={t('request.cost.title', 'Cost')}
      aside={<AmountText amount={charged} />}
      data-testid={testIds.request.cost}
    >
      {record.costLines.length > 0 && <CostLines lines={record.costLines} />}
      {record.costLines.length === 0 && <p className={styles.note}>{missingLinesReason(record)}</p>}
      <dl className={styles.facts}>
        {differingAmounts(record.cost).map(({ label, amount }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <AmountText amount={amount} />
            </dd>
          </div>
        ))}
        {record.priceTier !== null && <Pair label={t('request.cost.tier', 'Tier')} value={record.priceTier} />}
        {record.priceSource !== null && (
          <Pair
            label={t('request.cost.price-from', 'Price from')}
            value={priceOrigin(record.priceSource, versionText(record.priceVersion))}
          />
        )}
        {record.repricedBy !== null && (
          <Pair
            label={t('request.cost.repriced-by', 'Repriced by')}
            value={joined(': ', record.repricedBy, record.repricedReason) ?? ''}
          />
        )}
        {record.costFormula !== null && (
          <div data-testid={testIds.request.formula}>
            <dt>
              <Trans i18nKey="request.cost.formula">Formula</Trans>
            </dt>
            <dd>
              <code>{record.costFormula}</code>
            </dd>
          </div>
        )}
      </dl>
    </Section>
  );
}

function CostLines({ lines }: { lines: readonly CostLine[] }) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.lines}>
      <thead>
        <tr>
          <th>
            <Trans i18nKey="request.cost.meter">Meter</Trans>
          </th>
          <th>
            <Trans i18nKey="request.cost.quantity">Quantity</Trans>
          </th>
          <th>
            <Trans i18nKey="request.cost.unit-price">Unit price</Trans>
          </th>
          <th>
            <Trans i18nKey="request.cost.amount">Amount</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} data-testid={testIds.request.costLine}>
            <td>{line.meter.replaceAll('_', ' ')}</td>
            <td>{formatQuantity(line.quantity)}</td>
            <td>
              × {line.currency === undefined ? formatUnitPrice(line.unitPrice) : `${line.unitPrice} ${line.currency}`} /{' '}
              {formatPer(line.per)}
              {line.factors?.map(({ name, times }) => ` × ${times} (${name})`)}
            </td>
            <td>{formatUsd(line.amountUsd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pair({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <NameText text={value} />
      </dd>
    </div>
  );
}

/** Price book and its version: "litellm, version 3f2a…". */
function priceOrigin(source: string, version: string | null): string {
  return version === null
    ? source
    : t('request.cost.price-version', '{{source}}, version {{version}}', {
        source,
        version,
        interpolation: { escapeValue: false },
      });
}

/** Charged, paid and list amounts, or none if all three are equal. */
function differingAmounts({ list, paid, charged }: UsageRecord['cost']): { label: string; amount: Amount }[] {
  const amounts = [
    { label: t('request.cost.charged', 'Charged to the caller'), amount: charged },
    { label: t('request.cost.paid', 'Paid to providers'), amount: paid },
    { label: t('request.cost.list', 'List price'), amount: list },
  ];
  const same = amounts.every(({ amount }) => amount.nanoUsd === charged.nanoUsd && amount.state === charged.state);
  return same ? [] : amounts;
}

function missingLinesReason({ state, cost }: UsageRecord): string {
  if (state === 'pending' || state === 'streaming' || state === 'lost') {
    return t('request.cost.running', 'Cost is calculated when the call ends.');
  }
  if (cost.paid.state === 'hidden') {
    return t('request.cost.hidden-lines', 'The cost lines are hidden from you.');
  }
  return cost.charged.state === 'priced'
    ? t('request.cost.no-lines', 'The cost lines were not recorded.')
    : `${amountWords(cost.charged)}.`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) }),
  lines: css({
    width: '100%',
    maxWidth: theme.spacing(90),
    marginBottom: theme.spacing(1.5),
    fontVariantNumeric: 'tabular-nums',
    '& th': { color: theme.colors.text.secondary, fontWeight: 'normal' },
    '& th, & td': { padding: theme.spacing(0.25, 2, 0.25, 0), textAlign: 'right' },
    '& th:first-of-type, & td:first-of-type': { textAlign: 'left' },
    '& th:last-of-type, & td:last-of-type': { paddingRight: 0 },
  }),
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 3),
    margin: 0,
    '& dt': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, fontWeight: 'normal' },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  }),
});
