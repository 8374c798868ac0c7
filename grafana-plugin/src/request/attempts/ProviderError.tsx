import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Collapse, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import React, { useCallback, useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { LongText } from '../../components/LongText.tsx';
import { Failure } from '../../states/Failure.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useQuery } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import { providerErrorOf } from './provider-error.ts';

interface Props {
  record: UsageRecord;
  attempt: Attempt;
  ds: string | null;
}

/** The provider's own error text, which is content and therefore read from the traces store. Nothing unless the attempt failed. */
export function ProviderError({ record, attempt, ds }: Props) {
  const styles = useStyles2(getStyles);
  const { stores } = useLedger();
  const { startUnixNano, traceId, spanId, sender, captureLevel } = record;
  const failed = attempt.state === 'failed';
  const load = useCallback(
    (signal: AbortSignal) =>
      stores.traces.content({ startUnixNano, traceId, spanId, sender }, ['attemptErrorBodies'], signal),
    [stores, startUnixNano, traceId, spanId, sender],
  );
  // The same for all attempts of the call: moving to another one reads nothing again.
  const query = useQuery(failed && captureLevel === 'full' ? load : null);
  if (!failed) {
    return null;
  }
  if (captureLevel !== 'full') {
    return (
      <p className={styles.note}>
        {t('request.attempt.error-not-recorded', 'The provider’s text is recorded only at capture level full.')}
      </p>
    );
  }
  if (query.status === 'failed') {
    return <Failure failure={query.failure} ds={ds} />;
  }
  if (query.status === 'loading') {
    return <LoadingPlaceholder text={t('request.attempt.error-loading', 'Loading the provider’s text…')} />;
  }
  const error = providerErrorOf(query.value?.attemptErrorBodies, attempt);
  if (error === null) {
    // Without a response there is no text.
    return attempt.statusCode === undefined ? null : (
      <p className={styles.note}>
        {query.value === null
          ? t('request.attempt.error-gone', 'The provider’s text is not, or no longer, in the traces store.')
          : t('request.attempt.error-none', 'The provider sent no error text.')}
      </p>
    );
  }
  return <ErrorText {...error} />;
}

function ErrorText({ message, text }: { message: string | null; text: string }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const label = t('request.attempt.error-text', 'Provider’s error');
  return (
    <div className={styles.error} data-testid={testIds.request.attemptError}>
      <div className={styles.message}>
        <LongText label={label} text={message ?? text} />
      </div>
      {message !== null && (
        <Collapse
          label={t('request.attempt.error-raw', 'As the provider sent it')}
          isOpen={open}
          onToggle={() => setOpen(!open)}
        >
          <div className={styles.raw}>
            <code className={styles.code}>
              <LongText label={label} text={text} />
            </code>
            <CopyButton label={label} text={text} />
          </div>
        </Collapse>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ margin: 0, color: theme.colors.text.secondary }),
  error: css({
    borderLeft: `${theme.spacing(0.25)} solid ${theme.colors.error.border}`,
    paddingLeft: theme.spacing(1),
  }),
  message: css({ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
  raw: css({ display: 'flex', alignItems: 'start', gap: theme.spacing(1) }),
  code: css({ flex: 1, minWidth: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }),
});
