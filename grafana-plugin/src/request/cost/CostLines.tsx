import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { CostLine } from '@tokentrail/records';
import React from 'react';
import { LongText } from '../../components/LongText.tsx';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatPer, formatQuantity, formatUnitPrice, formatUsd } from '../../format.ts';
import { meterWord } from '../../record/meter-words.ts';
import { testIds } from '../../testIds.ts';

interface Props {
  lines: readonly CostLine[];
  formula: string | null;
  /** Why there are no lines. */
  missing: string;
}

/** Rows that a table shows at most. A call with many attempts has some lines for each. */
const MAX_LINES = 50;

/** What was billed, at which price, and the formula that the amounts follow from. */
export function CostLines({ lines, formula, missing }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {lines.length === 0 ? <p className={styles.note}>{missing}</p> : <LineTable lines={lines.slice(0, MAX_LINES)} />}
      {lines.length > MAX_LINES && (
        <p className={styles.note}>
          {t('request.cost.more-lines', '', {
            count: lines.length - MAX_LINES,
            defaultValue_one: 'and {{count}} more line',
            defaultValue_other: 'and {{count}} more lines',
          })}
        </p>
      )}
      {formula !== null && (
        <p className={styles.formula} data-testid={testIds.request.formula}>
          <span className={styles.label}>
            <Trans i18nKey="request.cost.formula">Formula</Trans>
          </span>{' '}
          <code>
            <LongText label={t('request.cost.formula', 'Formula')} text={formula} />
          </code>
        </p>
      )}
    </>
  );
}

function LineTable({ lines }: { lines: readonly CostLine[] }) {
  const styles = useStyles2(getStyles);
  const namesHidden = useNamesHidden();
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
            <td>
              <NameText text={meterWord(line.meter)} />
            </td>
            <td>{formatQuantity(line.quantity)}</td>
            <td>
              × {line.currency === undefined ? formatUnitPrice(line.unitPrice) : `${line.unitPrice} ${line.currency}`} /{' '}
              {formatPer(line.per)}
              <NameText
                text={(line.factors ?? [])
                  .map(({ name, times }) => (namesHidden ? ` × ${times}` : ` × ${times} (${name})`))
                  .join('')}
              />
            </td>
            <td>{formatUsd(line.amountUsd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(1, 0, 0) }),
  label: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  formula: css({ margin: theme.spacing(1, 0, 0), overflowWrap: 'anywhere', '& code': { whiteSpace: 'normal' } }),
  lines: css({
    width: '100%',
    maxWidth: theme.spacing(90),
    marginTop: theme.spacing(1),
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: 'normal',
    },
    '& th, & td': { padding: theme.spacing(0.25, 2, 0.25, 0), textAlign: 'right' },
    '& th:first-of-type, & td:first-of-type': { textAlign: 'left' },
    '& th:last-of-type, & td:last-of-type': { paddingRight: 0 },
  }),
});
