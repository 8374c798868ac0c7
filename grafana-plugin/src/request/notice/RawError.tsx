import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useId, useState } from 'react';
import { FoldButton } from '../../components/FoldButton.tsx';
import { LongText } from '../../components/LongText.tsx';
import { Failure } from '../../states/Failure.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { useContent } from '../content/use-content.ts';

const ERROR_TEXTS = ['errorDetails', 'attemptErrorBodies'] as const;

/** The error as the provider worded it, read when it is unfolded. It is content, so only some may see it. */
export function RawError({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <FoldButton isOpen={isOpen} onToggle={setOpen} controls={id} data-testid={testIds.request.rawErrorFold}>
        <Trans i18nKey="request.notice.raw">Error as it was received</Trans>
      </FoldButton>
      <div id={id} className={styles.text}>
        {isOpen && <RawErrorText record={record} />}
      </div>
    </div>
  );
}

function RawErrorText({ record }: { record: UsageRecord }) {
  const { ds } = useLedger();
  const { query, retry } = useContent(record, ERROR_TEXTS);
  if (query.status === 'loading') {
    return <LoadingPlaceholder text={t('request.notice.loading', 'Loading error…')} />;
  }
  if (query.status === 'failed') {
    return <Failure failure={query.failure} ds={ds} onRetry={retry} />;
  }
  const { errorDetails, attemptErrorBodies } = query.value;
  const texts = [errorDetails, attemptErrorBodies].filter((text) => text !== undefined && text !== '');
  return (
    <div data-testid={testIds.request.rawError}>
      {texts.length === 0 && (
        <Trans i18nKey="request.notice.no-raw">The text of the error was not recorded, or it has expired.</Trans>
      )}
      {texts.map((text) => (
        <div key={text}>
          <LongText label={t('request.notice.raw', 'Error as it was received')} text={text ?? ''} />
        </div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
