import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { errorSentence, type Attempt } from '@tokentrail/records';
import React from 'react';
import { Facts, type Fact } from '../components/Facts.tsx';
import { formatCost, formatDuration } from '../format.ts';
import { joined } from '../record/record-view.ts';
import { testIds } from '../testIds.ts';
import { missingCapabilities, outcomeOf, skipWords, usedWords } from './attempt-words.ts';

/** All recorded fields of one attempt. */
export function AttemptDetail({ attempt }: { attempt: Attempt }) {
  const styles = useStyles2(getStyles);
  const sentence = sentenceOf(attempt);
  return (
    <div className={styles.detail} data-testid={testIds.request.attemptDetail}>
      <p className={styles.sentence}>
        <strong>{joined(' · ', attempt.provider, attempt.endpoint, attempt.model)}</strong>
        {sentence && ` ${sentence}`}
      </p>
      <Facts facts={factsOf(attempt).filter(({ value }) => value !== null)} />
    </div>
  );
}

function sentenceOf(attempt: Attempt): string | undefined {
  if (attempt.state === 'skipped') {
    return `Skipped: ${skipWords(attempt.skipReason ?? 'no reason was recorded')}.`;
  }
  if (attempt.state === 'available') {
    return 'Not reached: an earlier candidate responded.';
  }
  return errorSentence({
    ...(attempt.errorCode !== undefined && { code: attempt.errorCode }),
    ...(attempt.statusCode !== undefined && { statusCode: attempt.statusCode }),
  });
}

function factsOf(attempt: Attempt): Fact[] {
  const ms = (value: number | undefined) => (value === undefined ? null : formatDuration(value));
  const missing = missingCapabilities(attempt);
  const fact = (label: string, value: string | null | undefined): Fact => ({ label, value: value ?? null });
  return [
    fact('Outcome', outcomeOf(attempt)),
    fact('Error code', attempt.errorCode),
    fact('Error type', attempt.errorType === attempt.errorCode ? null : attempt.errorType),
    fact('Started after', ms(attempt.offsetMs)),
    fact('Latency', ms(attempt.durationMs)),
    fact('First chunk', ms(attempt.firstChunkMs)),
    fact('Retry', attempt.retry === 0 || attempt.continues === true ? null : String(attempt.retry)),
    fact('Continues', attempt.continues === true ? 'the response of the previous attempt' : null),
    fact('Key', joined(' · ', attempt.keyName, attempt.keyPreview)),
    fact('Key fingerprint', attempt.keyFingerprint),
    fact('Server', attempt.server),
    fact('Provider’s request id', attempt.requestId),
    fact('Served tier', attempt.servedTier),
    fact('Usage', usedWords(attempt)),
    fact('Paid', attempt.paidNanoUsd && formatCost(attempt.paidNanoUsd)),
    fact('Billed by the provider', attempt.billed),
    fact('Capabilities required', listed(attempt.capabilitiesRequired)),
    fact('Capabilities held', listed(attempt.capabilitiesHeld)),
    fact('Capabilities missing', listed(missing.length > 0 ? missing : undefined)),
  ];
}

function listed(names: string[] | undefined): string | null {
  return names === undefined ? null : names.join(', ') || 'none';
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
