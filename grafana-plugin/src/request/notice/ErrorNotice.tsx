import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, useStyles2 } from '@grafana/ui';
import { type Attempt, isEvent, outcomeOf, type UsageRecord, visibleText } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { errorText, joined } from '../../record/record-view.ts';
import { errorOriginWords } from '../../record/record-words.ts';
import { testIds } from '../../testIds.ts';
import { attemptNumberWords, upstreamParts } from '../attempts/attempt-number.ts';
import { sentInTime } from '../attempts/attempt-path.ts';
import { errorAdvice } from './error-advice.ts';

interface Props {
  record: UsageRecord;
  /** Null if they are not known: then the notice does not say which one failed. */
  attempts: readonly Attempt[] | null;
  /** What only some may see, below the rest. */
  children?: ReactNode;
}

/** Why a request failed, who caused it, and what to do. Nothing for one without an error. */
export function ErrorNotice({ record, attempts, children }: Props) {
  const styles = useStyles2(getStyles);
  const error = errorText(record);
  if (error === null) {
    return null;
  }
  const { errorOrigin, errorCode, errorType } = record;
  const others = [...new Set([errorCode, errorType])].filter((part) => part !== error);
  const advice = errorAdvice(record);
  const failed = outcomeOf(record) === 'failed';
  return (
    <Alert
      title={visibleText(error)}
      severity={failed ? 'error' : 'info'}
      bottomSpacing={0}
      data-testid={testIds.request.error}
    >
      <div className={styles.lines}>
        <span>
          <NameText
            text={joined(' · ', errorOrigin && errorOriginWords(errorOrigin), ...others, where(record, attempts)) ?? ''}
          />
        </span>
        {failed && advice !== null && <span>{advice}</span>}
        {children}
      </div>
    </Alert>
  );
}

/** The attempt that failed last, or that no request was sent. */
function where({ attemptsCount, recordType }: UsageRecord, attempts: readonly Attempt[] | null): string | null {
  if (isEvent(recordType)) {
    return null;
  }
  const sent = attempts && sentInTime(attempts);
  if (attemptsCount === 0 || (sent?.length === 0 && attempts?.length !== 0)) {
    return t('request.notice.not-sent', 'No request was sent to a provider');
  }
  const attempt = sent?.findLast(({ state }) => state === 'failed');
  return attempts === null || attempt === undefined
    ? null
    : joined(', ', attemptNumberWords(attempt, attempts), ...upstreamParts(attempt));
}

const getStyles = (theme: GrafanaTheme2) => ({
  lines: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), overflowWrap: 'anywhere' }),
});
