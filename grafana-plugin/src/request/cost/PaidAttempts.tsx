import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Amount, Attempt } from '@tokentrail/records';
import React from 'react';
import { AmountText } from '../../components/AmountText.tsx';
import { Missing } from '../../components/Missing.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatDuration, formatExactCost } from '../../format.ts';
import { joined } from '../../record/record-view.ts';
import { stateWord } from '../../record/record-words.ts';
import { testIds } from '../../testIds.ts';

interface Props {
  /** The billed ones, in order of time. */
  attempts: readonly Attempt[];
  /** What was paid for all of them. */
  paid: Amount;
}

/** What each billed attempt cost, if more than one was billed. They add up to what was paid. */
export function PaidAttempts({ attempts, paid }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.attempts} data-testid={testIds.request.paidAttempts}>
      <caption>
        <Trans i18nKey="request.cost.paid-by-attempt">Paid for each attempt</Trans>
      </caption>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={`${attempt.index}.${attempt.retry}`}>
            <td>
              <NameText
                text={
                  joined(' · ', attempt.provider, attempt.endpoint, attempt.responseModel ?? attempt.model) ??
                  `${attempt.index}.${attempt.retry}`
                }
              />
            </td>
            <td>
              {stateWord(attempt.state)}
              {attempt.offsetMs !== undefined && (
                <span className={styles.aside}>
                  {' '}
                  {t('request.cost.attempt-start', 'after {{time}}', { time: formatDuration(attempt.offsetMs) })}
                </span>
              )}
            </td>
            <td>
              {attempt.paidNanoUsd === undefined ? (
                <Missing reason={unknownWords(attempt)} />
              ) : (
                formatExactCost(attempt.paidNanoUsd)
              )}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={2}>
            <Trans i18nKey="request.cost.paid">Paid to providers</Trans>
          </td>
          <td>{paid.nanoUsd === null ? <AmountText amount={paid} /> : formatExactCost(paid.nanoUsd)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function unknownWords({ billed }: Attempt): string {
  return billed === 'possibly'
    ? t('request.cost.possibly-billed', 'Unknown: the provider may have billed this attempt')
    : t('request.cost.attempt-unknown', 'Unknown: its usage or its price is not known');
}

const getStyles = (theme: GrafanaTheme2) => ({
  aside: css({ color: theme.colors.text.secondary }),
  attempts: css({
    width: '100%',
    maxWidth: theme.spacing(90),
    marginTop: theme.spacing(1.5),
    fontVariantNumeric: 'tabular-nums',
    '& caption': {
      captionSide: 'top',
      padding: 0,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    },
    '& td': { padding: theme.spacing(0.25, 2, 0.25, 0), verticalAlign: 'top', overflowWrap: 'anywhere' },
    '& td:last-of-type': { paddingRight: 0, textAlign: 'right' },
    '& tfoot td': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
});
