import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import React from 'react';
import { NameHint } from '../../components/NameHint.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatDuration } from '../../format.ts';
import { decisiveAttempt, type Tone } from '../../record/record-view.ts';
import { visibleText } from '../../record/visible-text.ts';
import { Failure } from '../../states/Failure.tsx';
import type { Query } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import { attemptId } from './attempt-id.ts';
import { layOutAttempts, type Bar } from './attempt-layout.ts';
import { attemptStatusText, skipSentence, toneOf, attemptSummary } from './attempt-words.ts';
import { AttemptDetail } from './AttemptDetail.tsx';
import { Section } from '../../components/Section.tsx';

interface Props {
  record: UsageRecord;
  attempts: Query<Attempt[]>;
  /** Id of the chosen attempt (`attemptId`). Null: the one that decided the outcome. */
  chosen: string | null;
  onChoose: (id: string) => void;
  ds: string | null;
}

/** Upstream attempts on one time axis, grouped by provider, with the details of the selected attempt below. */
export function AttemptsSection({ record, attempts, chosen, onChoose, ds }: Props) {
  const styles = useStyles2(getStyles);
  if (attempts.status === 'ready' && attempts.value.length > 0) {
    return <Timeline attempts={attempts.value} recordMs={record.durationMs} chosen={chosen} onChoose={onChoose} />;
  }
  return (
    <Section title={t('request.attempts.title', 'Attempts')} data-testid={testIds.request.attempts}>
      {attempts.status === 'loading' && (
        <LoadingPlaceholder text={t('request.attempts.loading', 'Loading attempts…')} />
      )}
      {attempts.status !== 'ready' && attempts.failure && <Failure failure={attempts.failure} ds={ds} />}
      {attempts.status === 'ready' && (
        <p className={styles.note}>
          <Trans i18nKey="request.attempts.none">No attempts were recorded for this call.</Trans>
        </p>
      )}
    </Section>
  );
}

interface TimelineProps {
  attempts: readonly Attempt[];
  recordMs: number | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}

function Timeline({ attempts, recordMs, chosen, onChoose }: TimelineProps) {
  const styles = useStyles2(getStyles);
  const shown = attempts.find((attempt) => attemptId(attempt) === chosen) ?? decisiveAttempt(attempts);
  const { totalMs, groups } = layOutAttempts(attempts, recordMs);
  return (
    <Section
      title={t('request.attempts.title', 'Attempts')}
      aside={
        totalMs > 0 && (
          <span className={styles.note}>
            {t('request.attempts.scale', 'scale 0 … {{duration}}', { duration: formatDuration(totalMs) })}
          </span>
        )
      }
      data-testid={testIds.request.attempts}
    >
      {groups.map(({ provider, rows }) => (
        <div
          key={provider ?? ''}
          role="group"
          aria-label={visibleText(provider ?? unknownProvider())}
          className={styles.group}
        >
          <div className={styles.provider}>
            <NameHint text={provider ?? unknownProvider()} />
          </div>
          <div className={styles.rows}>
            {rows.map(({ attempt, bar }) => (
              <AttemptRow
                key={`${attempt.index}-${attempt.retry}`}
                attempt={attempt}
                bar={bar}
                selected={attempt === shown}
                onSelect={() => onChoose(attemptId(attempt))}
              />
            ))}
          </div>
        </div>
      ))}
      {shown && <AttemptDetail attempt={shown} />}
    </Section>
  );
}

function unknownProvider(): string {
  return t('request.attempts.unknown-provider', 'unknown provider');
}

interface AttemptRowProps {
  attempt: Attempt;
  bar: Bar | null;
  selected: boolean;
  onSelect: () => void;
}

function AttemptRow({ attempt, bar, selected, onSelect }: AttemptRowProps) {
  const styles = useStyles2(getStyles);
  const tones = useStyles2(getToneStyles);
  const tone = toneOf(attempt.state);
  return (
    <button
      type="button"
      aria-pressed={selected}
      className={cx(styles.row, selected && styles.selected)}
      data-testid={testIds.request.attempt}
      data-state={attempt.state}
      onClick={onSelect}
    >
      <span className={styles.axis}>
        <TimeBar bar={bar} tone={tone} />
      </span>
      <span className={cx(styles.outcome, tones[tone])}>{attemptStatusText(attempt)}</span>
      <span className={styles.words}>
        <NameText text={wordsOf(attempt)} />
      </span>
    </button>
  );
}

/** Bar of an attempt; a dashed line if the attempt was not sent. */
function TimeBar({ bar, tone }: { bar: Bar | null; tone: Tone }) {
  const styles = useStyles2(getBarStyles);
  const tones = useStyles2(getToneStyles);
  if (bar === null) {
    return <span className={styles.noBar} />;
  }
  const percent = (fraction: number) => `${fraction * 100}%`;
  return (
    <span className={cx(styles.bar, tones[tone])} style={{ left: percent(bar.start), width: percent(bar.length) }}>
      {bar.untilFirstChunk !== null && (
        <span className={styles.waiting} style={{ width: percent(bar.untilFirstChunk) }} />
      )}
    </span>
  );
}

function wordsOf(attempt: Attempt): string {
  if (attempt.state === 'skipped' || attempt.state === 'available') {
    return skipSentence(attempt);
  }
  return attemptSummary(attempt);
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
  group: css({ display: 'flex', gap: theme.spacing(1), marginBottom: theme.spacing(0.5) }),
  provider: css({
    flex: `0 0 ${theme.spacing(14)}`,
    lineHeight: theme.spacing(3.5),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  rows: css({ flex: 1, minWidth: 0 }),
  row: css({
    display: 'grid',
    gridTemplateColumns: `minmax(${theme.spacing(12)}, 2fr) ${theme.spacing(11)} 3fr`,
    alignItems: 'center',
    gap: theme.spacing(1),
    width: '100%',
    height: theme.spacing(3.5),
    padding: theme.spacing(0, 0.5),
    border: 0,
    borderRadius: theme.shape.radius.default,
    background: 'none',
    color: 'inherit',
    textAlign: 'left',
    // Secondary text is too hard to read on the colours of Grafana's actions.
    '&:hover': { background: theme.colors.background.secondary },
  }),
  selected: css({
    background: theme.colors.background.secondary,
    boxShadow: `inset ${theme.spacing(0.25)} 0 ${theme.colors.primary.main}`,
  }),
  axis: css({
    position: 'relative',
    height: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  outcome: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  words: css({
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
});

const getBarStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    // keeps very short attempts visible
    minWidth: theme.spacing(0.375),
    background: 'currentColor',
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  waiting: css({ display: 'block', height: '100%', background: theme.colors.background.primary, opacity: 0.55 }),
  noBar: css({
    position: 'absolute',
    top: '50%',
    left: 0,
    width: theme.spacing(3),
    borderTop: `2px dashed ${theme.colors.border.strong}`,
  }),
});

const getToneStyles = (theme: GrafanaTheme2): Record<Tone, string> => ({
  success: css({ color: theme.colors.success.text }),
  info: css({ color: theme.colors.info.text }),
  warning: css({ color: theme.colors.warning.text }),
  error: css({ color: theme.colors.error.text }),
  plain: css({ color: theme.colors.text.secondary }),
});
