import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { attemptErrorOrigin, errorSentence, type Attempt, type UsageRecord } from '@tokentrail/records';
import React from 'react';
import { Facts } from '../../components/Facts.tsx';
import { NameText } from '../../components/NameText.tsx';
import { joined } from '../../record/record-view.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { attemptFacts } from './attempt-facts.tsx';
import { attemptNumberWords, upstreamParts } from './attempt-number.ts';
import { skipSentence } from './attempt-words.ts';
import { Capabilities } from './Capabilities.tsx';
import { causeWords, notReachedWords } from './cause-words.ts';
import { ProviderError } from './ProviderError.tsx';
import { barOf, type TimeAxis } from './time-axis.ts';

interface Props {
  record: UsageRecord;
  attempt: Attempt;
  /** All of the call. */
  attempts: readonly Attempt[];
  axis: TimeAxis;
  ds: string | null;
}

/** All recorded fields of one attempt, and why the call came to it. */
export function AttemptDetail({ record, attempt, attempts, axis, ds }: Props) {
  const styles = useStyles2(getStyles);
  const { timeZone } = useLedger();
  const cause = causeWords(attempt, attempts);
  const sentence = sentenceOf(attempt, attempts);
  return (
    <section
      className={styles.detail}
      aria-label={t('request.attempt.detail', 'Chosen attempt')}
      data-testid={testIds.request.attemptDetail}
    >
      <div className={styles.head}>
        <strong>
          <NameText text={joined(' · ', ...upstreamParts(attempt), attempt.model) ?? ''} />
        </strong>{' '}
        <span className={styles.number}>{attemptNumberWords(attempt, attempts)}</span>
        {cause !== null && (
          <p className={styles.sentence}>
            <NameText text={cause} />
          </p>
        )}
        {sentence !== undefined && (
          <p className={styles.sentence}>
            <NameText text={sentence} />
          </p>
        )}
        {barOf(attempt, axis)?.cut === true && (
          <p className={styles.note}>
            {t(
              'request.attempt.cut-note',
              'The recorded times of this attempt are outside those of the call, so its bar is cut off.',
            )}
          </p>
        )}
      </div>
      <ProviderError record={record} attempt={attempt} ds={ds} />
      <Facts facts={attemptFacts(attempt, record, timeZone)} />
      <Capabilities attempt={attempt} />
    </section>
  );
}

function sentenceOf(attempt: Attempt, attempts: readonly Attempt[]): string | undefined {
  if (attempt.state === 'skipped') {
    const reason = skipSentence(attempt);
    return reason === ''
      ? t('request.attempt.skipped-unknown', 'Skipped: no reason was recorded.')
      : t('request.attempt.skipped', 'Skipped: {{reason}}.', { reason, interpolation: { escapeValue: false } });
  }
  if (attempt.state === 'available') {
    return notReachedWords(attempts);
  }
  const { errorCode: code, statusCode } = attempt;
  return attempt.state === 'success'
    ? undefined
    : errorSentence({
        ...(code !== undefined && { code }),
        ...(statusCode !== undefined && { statusCode }),
        origin: attemptErrorOrigin(attempt),
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    minWidth: 0,
    padding: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({ overflowWrap: 'anywhere' }),
  number: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  sentence: css({ margin: 0 }),
  note: css({ margin: 0, color: theme.colors.warning.text }),
});
