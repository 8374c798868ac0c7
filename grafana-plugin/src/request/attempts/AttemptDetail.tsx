import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { errorSentence, type Attempt } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { AmountText } from '../../components/AmountText.tsx';
import { Facts, type Fact } from '../../components/Facts.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatDuration } from '../../format.ts';
import { joined } from '../../record/record-view.ts';
import { billedWord } from '../../record/record-words.ts';
import { testIds } from '../../testIds.ts';
import { missingCapabilities, attemptStatusText, skipWords, usedWords } from './attempt-words.ts';

/** All recorded fields of one attempt. */
export function AttemptDetail({ attempt }: { attempt: Attempt }) {
  const styles = useStyles2(getStyles);
  const sentence = sentenceOf(attempt);
  return (
    <div className={styles.detail} data-testid={testIds.request.attemptDetail}>
      <p className={styles.sentence}>
        <strong>
          <NameText text={joined(' · ', attempt.provider, attempt.endpoint, attempt.model) ?? ''} />
        </strong>
        {sentence && ` ${sentence}`}
      </p>
      <Facts facts={factsOf(attempt).filter(({ value }) => value !== null)} />
    </div>
  );
}

function sentenceOf(attempt: Attempt): string | undefined {
  if (attempt.state === 'skipped') {
    return attempt.skipReason === undefined
      ? t('request.attempt.skipped-unknown', 'Skipped: no reason was recorded.')
      : t('request.attempt.skipped', 'Skipped: {{reason}}.', {
          reason: skipWords(attempt.skipReason),
          interpolation: { escapeValue: false },
        });
  }
  if (attempt.state === 'available') {
    return t('request.attempt.not-reached', 'Not reached: an earlier candidate responded.');
  }
  return errorSentence({
    ...(attempt.errorCode !== undefined && { code: attempt.errorCode }),
    ...(attempt.statusCode !== undefined && { statusCode: attempt.statusCode }),
  });
}

function factsOf(attempt: Attempt): Fact[] {
  const ms = (value: number | undefined) => (value === undefined ? null : formatDuration(value));
  const missing = missingCapabilities(attempt);
  const fact = (label: string, value: ReactNode, personal = false): Fact => ({ label, value: value ?? null, personal });
  return [
    fact(t('request.attempt.outcome', 'Outcome'), attemptStatusText(attempt)),
    fact(t('request.attempt.error-code', 'Error code'), attempt.errorCode),
    fact(
      t('request.attempt.error-type', 'Error type'),
      attempt.errorType === attempt.errorCode ? null : attempt.errorType,
    ),
    fact(t('request.attempt.started-after', 'Started after'), ms(attempt.offsetMs)),
    fact(t('request.attempt.latency', 'Latency'), ms(attempt.durationMs)),
    fact(t('request.attempt.first-chunk', 'First chunk'), ms(attempt.firstChunkMs)),
    fact(
      t('request.attempt.retry', 'Retry'),
      attempt.retry === 0 || attempt.continues === true ? null : String(attempt.retry),
    ),
    fact(
      t('request.attempt.continues', 'Continues'),
      attempt.continues === true
        ? t('request.attempt.previous-response', 'the response of the previous attempt')
        : null,
    ),
    fact(t('request.attempt.key', 'Key'), joined(' · ', attempt.keyName, attempt.keyPreview), true),
    fact(t('request.attempt.key-fingerprint', 'Key fingerprint'), attempt.keyFingerprint, true),
    fact(t('request.attempt.server', 'Server'), attempt.server),
    fact(t('request.attempt.request-id', 'Provider’s request id'), attempt.requestId),
    fact(t('request.attempt.served-tier', 'Served tier'), attempt.servedTier),
    fact(t('request.attempt.usage', 'Usage'), usedWords(attempt)),
    fact(
      t('request.attempt.paid', 'Paid'),
      attempt.paidNanoUsd && <AmountText amount={{ nanoUsd: attempt.paidNanoUsd, state: 'priced' }} />,
    ),
    fact(t('request.attempt.billed', 'Billed by the provider'), attempt.billed && billedWord(attempt.billed)),
    fact(t('request.attempt.capabilities-required', 'Capabilities required'), listed(attempt.capabilitiesRequired)),
    fact(t('request.attempt.capabilities-held', 'Capabilities held'), listed(attempt.capabilitiesHeld)),
    fact(
      t('request.attempt.capabilities-missing', 'Capabilities missing'),
      listed(missing.length > 0 ? missing : undefined),
    ),
  ];
}

function listed(names: string[] | undefined): string | null {
  return names === undefined ? null : names.join(', ') || t('request.attempt.none', 'none');
}

const getStyles = (theme: GrafanaTheme2) => ({
  detail: css({
    marginTop: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  sentence: css({ marginBottom: theme.spacing(1), overflowWrap: 'anywhere' }),
});
