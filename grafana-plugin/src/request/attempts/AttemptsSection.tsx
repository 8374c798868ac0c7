import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import React from 'react';
import { Section } from '../../components/Section.tsx';
import { Failure } from '../../states/Failure.tsx';
import type { Query } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import { Timeline } from './Timeline.tsx';

interface Props {
  record: UsageRecord;
  attempts: Query<Attempt[]>;
  /** Id of the chosen attempt (`attemptId`). Null: the one that decided the outcome. */
  chosen: string | null;
  onChoose: (id: string) => void;
  /** Reads the attempts again. */
  onRetry: () => void;
  ds: string | null;
}

/** Every attempt of a call and every candidate, on one time axis. */
export default function AttemptsSection({ record, attempts, chosen, onChoose, onRetry, ds }: Props) {
  const styles = useStyles2(getStyles);
  const { value } = attempts;
  return (
    <Section title={t('request.attempts.title', 'Attempts')} data-testid={testIds.request.attempts}>
      {attempts.status === 'loading' && value === undefined && (
        <LoadingPlaceholder text={t('request.attempts.loading', 'Loading attempts…')} />
      )}
      {attempts.status !== 'ready' && attempts.failure && <Failure {...{ failure: attempts.failure, ds, onRetry }} />}
      {value?.length === 0 && (
        <p className={styles.note}>
          <Trans i18nKey="request.attempts.none">
            No attempts were recorded: the request did not reach a provider, or its process does not report them.
          </Trans>
        </p>
      )}
      {value !== undefined && value.length > 0 && (
        <Timeline record={record} attempts={value} chosen={chosen} onChoose={onChoose} ds={ds} />
      )}
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
});
