import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { CostLine } from '@tokentrail/records';
import React from 'react';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatCount, formatPer, formatQuantity, formatUnitPrice, formatUsd } from '../../format.ts';
import { meterWord } from '../../record/meter-words.ts';
import { testIds } from '../../testIds.ts';
import type { IncludedPart } from './included-parts.ts';

interface Props {
  lines: readonly CostLine[];
  /** Parts of the usage without a price of their own, each shown under the line that bills it. */
  included?: readonly IncludedPart[];
}

/** What was billed and at which price, one meter a row. */
export function LineTable({ lines, included = [] }: Props) {
  const styles = useStyles2(getStyles);
  const hasRatios = lines.some(({ factors = [] }) => factors.length > 0);
  return (
    <div className={styles.container}>
      <table className={styles.lines} aria-label={t('request.cost.lines', 'Cost by meter')}>
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
            {hasRatios && (
              <th className={styles.ratios}>
                <Trans i18nKey="request.cost.ratios">Ratios</Trans>
              </th>
            )}
            <th>
              <Trans i18nKey="request.cost.amount">Amount</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <React.Fragment key={index}>
              <LineRow line={line} hasRatios={hasRatios} />
              {included
                .filter(({ within }) => within === line.meter)
                .map((part) => (
                  <IncludedRow key={part.meter} part={part} columns={hasRatios ? 3 : 2} />
                ))}
            </React.Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LineRow({ line, hasRatios }: { line: CostLine; hasRatios: boolean }) {
  const styles = useStyles2(getStyles);
  return (
    <tr data-testid={testIds.request.costLine}>
      <td>
        <NameText text={meterWord(line.meter)} />
      </td>
      <td>{formatQuantity(line.quantity)}</td>
      <td className={styles.price}>
        {line.currency === undefined ? formatUnitPrice(line.unitPrice) : `${line.unitPrice} ${line.currency}`} /{' '}
        {formatPer(line.per)}
      </td>
      {hasRatios && (
        <td className={styles.ratios}>
          <Ratios line={line} />
        </td>
      )}
      <td>{formatUsd(line.amountUsd)}</td>
    </tr>
  );
}

function Ratios({ line: { factors = [] } }: { line: CostLine }) {
  const styles = useStyles2(getStyles);
  const namesHidden = useNamesHidden();
  return factors.map(({ name, times }, index) => (
    <React.Fragment key={index}>
      × {times}{' '}
      {!namesHidden && (
        <span className={styles.factorName}>
          (<NameText text={name} />){' '}
        </span>
      )}
    </React.Fragment>
  ));
}

function IncludedRow({ part, columns }: { part: IncludedPart; columns: number }) {
  const styles = useStyles2(getStyles);
  return (
    <tr className={styles.included}>
      <td>{meterWord(part.meter)}</td>
      <td>{formatCount(part.quantity)}</td>
      <td colSpan={columns}>
        {t('request.cost.included', 'included in {{meter}}', { meter: meterWord(part.within).toLowerCase() })}
      </td>
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  container: css({ containerType: 'inline-size', maxWidth: theme.spacing(90), marginTop: theme.spacing(1) }),
  lines: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: 'normal',
    },
    '& th, & td': { padding: theme.spacing(0.25, 2, 0.25, 0), textAlign: 'right', verticalAlign: 'top' },
    '& th:first-of-type, & td:first-of-type': { textAlign: 'left' },
    '& th:last-of-type, & td:last-of-type': { paddingRight: 0 },
    [`@container (max-width: ${theme.spacing(60)})`]: {
      fontSize: theme.typography.bodySmall.fontSize,
      '& th, & td': { paddingRight: theme.spacing(1) },
    },
  }),
  price: css({ whiteSpace: 'nowrap' }),
  // The facts above name the ratios too.
  factorName: css({ [`@container (max-width: ${theme.spacing(60)})`]: { display: 'none' } }),
  ratios: css({ '&&': { textAlign: 'left' } }),
  included: css({
    color: theme.colors.text.secondary,
    '& td:first-of-type': { paddingLeft: theme.spacing(2) },
    '& td:last-of-type': { textAlign: 'left' },
  }),
});
