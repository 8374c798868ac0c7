import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { useId, useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { FoldButton } from '../../components/FoldButton.tsx';
import { LongText } from '../../components/LongText.tsx';
import { NameText } from '../../components/NameText.tsx';
import { joined } from '../../record/record-view.ts';
import { QueryState } from '../../states/QueryState.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { attemptNumberWords, upstreamParts } from '../attempts/attempt-number.ts';
import { errorBodiesOf, type ErrorBody } from '../content/error-bodies.ts';
import { errorBodyWords } from '../content/error-body-words.ts';
import { useContent } from '../content/use-content.ts';

const ERROR_TEXTS = ['errorDetails', 'attemptErrorBodies'] as const;

interface Props {
  record: UsageRecord;
  /** Empty while they load, and if they are not known. */
  attempts: readonly Attempt[];
}

/** The error as the provider worded it, read when it is unfolded. It is content, so only some may see it. */
export function RawError(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <FoldButton isOpen={isOpen} onToggle={setOpen} controls={id} data-testid={testIds.request.rawErrorFold}>
        <Trans i18nKey="request.notice.raw">Error as it was received</Trans>
      </FoldButton>
      <div id={id}>{isOpen && <RawErrorText {...props} />}</div>
    </div>
  );
}

function RawErrorText({ record, attempts }: Props) {
  const { ds } = useLedger();
  const { query, retry } = useContent(record, ERROR_TEXTS);
  return (
    <QueryState query={query} loadingText={t('request.notice.loading', 'Loading error…')} ds={ds} onRetry={retry}>
      {(content) => <ErrorTexts content={content ?? {}} attempts={attempts} />}
    </QueryState>
  );
}

/** The text of the call's error, unless it is that of an attempt, and the error body of each attempt. */
function ErrorTexts({ content, attempts }: { content: RecordContent; attempts: readonly Attempt[] }) {
  const { errorDetails = '', attemptErrorBodies } = content;
  const styles = useStyles2(getStyles);
  const bodies = errorBodiesOf(attemptErrorBodies);
  const ofCall = bodies.some(({ message, text }) => [message, text].includes(errorDetails)) ? '' : errorDetails;
  return (
    <div className={styles.texts} data-testid={testIds.request.rawError}>
      {ofCall === '' && bodies.length === 0 && (
        <Trans i18nKey="request.notice.no-raw">The text of the error was not recorded, or it has expired.</Trans>
      )}
      {ofCall !== '' && (
        <span className={styles.code}>
          <LongText label={t('request.notice.raw', 'Error as it was received')} text={ofCall} />
        </span>
      )}
      {bodies.map((body, index) => (
        <div key={index}>
          {bodies.length > 1 && (
            <div className={styles.title}>
              <NameText text={nameOf(body, attempts)} />
            </div>
          )}
          <div className={styles.body}>
            <span className={styles.code}>
              <LongText label={errorBodyWords(body)} text={body.text} />
            </span>
            <CopyButton label={errorBodyWords(body)} text={body.text} />
          </div>
        </div>
      ))}
    </div>
  );
}

/** "Attempt 2 of 3, openai, openai-main", as in the notice. */
function nameOf(body: ErrorBody, attempts: readonly Attempt[]): string {
  const attempt = attempts.find(({ index, retry }) => index === body.attempt?.index && retry === body.attempt.retry);
  return attempt === undefined
    ? errorBodyWords(body)
    : (joined(', ', attemptNumberWords(attempt, attempts), ...upstreamParts(attempt)) ?? '');
}

const getStyles = (theme: GrafanaTheme2) => ({
  texts: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  title: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  body: css({ display: 'flex', alignItems: 'start', gap: theme.spacing(1) }),
  code: css({
    minWidth: 0,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
  }),
});
