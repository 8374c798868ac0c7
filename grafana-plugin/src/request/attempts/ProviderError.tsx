import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import React from 'react';
import { QueryState } from '../../states/QueryState.tsx';
import { testIds } from '../../testIds.ts';
import { errorBodiesOf } from '../content/error-bodies.ts';
import { ErrorBodyText } from '../content/ErrorBodyText.tsx';
import { useContent } from '../content/use-content.ts';

const ERROR_BODIES = ['attemptErrorBodies'] as const;

interface Props {
  record: UsageRecord;
  attempt: Attempt;
  ds: string | null;
}

/** The provider's own error text, which is content and therefore read from the traces store. Nothing unless the attempt failed. */
export function ProviderError({ record, attempt, ds }: Props) {
  const styles = useStyles2(getStyles);
  const failed = attempt.state === 'failed';
  const isRecorded = record.captureLevel === 'full';
  // The same for all attempts of the call: moving to another one reads nothing again.
  const { query, retry } = useContent(record, failed && isRecorded ? ERROR_BODIES : []);
  if (!failed) {
    return null;
  }
  if (!isRecorded) {
    return (
      <p className={styles.note}>
        {t('request.attempt.error-not-recorded', 'The provider’s text is recorded only at capture level full.')}
      </p>
    );
  }
  return (
    <QueryState
      query={query}
      loadingText={t('request.attempt.error-loading', 'Loading the provider’s text…')}
      ds={ds}
      onRetry={retry}
    >
      {(content) => <StoredError {...{ content, attempt }} />}
    </QueryState>
  );
}

function StoredError({ content, attempt }: { content: RecordContent | null; attempt: Attempt }) {
  const styles = useStyles2(getStyles);
  const { index, retry, statusCode } = attempt;
  const body = errorBodiesOf(content?.attemptErrorBodies).find(
    (one) => one.attempt?.index === index && one.attempt.retry === retry,
  );
  if (body !== undefined) {
    return (
      <div className={styles.error} data-testid={testIds.request.attemptError}>
        <ErrorBodyText message={body.message} text={body.text} />
      </div>
    );
  }
  // Without a response there is no text.
  return statusCode === undefined ? null : (
    <p className={styles.note}>
      {content === null
        ? t('request.attempt.error-gone', 'The provider’s text is not, or no longer, in the traces store.')
        : t('request.attempt.error-none', 'The provider sent no error text.')}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ margin: 0, color: theme.colors.text.secondary }),
  error: css({
    borderLeft: `${theme.spacing(0.25)} solid ${theme.colors.error.border}`,
    paddingLeft: theme.spacing(1),
  }),
});
