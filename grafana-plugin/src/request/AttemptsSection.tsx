import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { Attempt } from '@tokentrail/records';
import React, { useState } from 'react';
import { formatDuration } from '../format.ts';
import { decisiveAttempt, type Tone } from '../record/record-view.ts';
import { Failure } from '../states/Failure.tsx';
import type { Loaded } from '../store/use-loaded.ts';
import { testIds } from '../testIds.ts';
import { layOutAttempts, type Bar } from './attempt-layout.ts';
import { outcomeOf, skipSentence, toneOf, attemptSummary } from './attempt-words.ts';
import { AttemptDetail } from './AttemptDetail.tsx';
import { Section } from './Section.tsx';

interface Props {
  attempts: Loaded<Attempt[]>;
  /** Duration of the record, milliseconds. */
  recordMs: number | null;
  ds: string | null;
}

/** Every upstream try on one time axis, grouped by provider, with the chosen one's details under it. */
export function AttemptsSection({ attempts, recordMs, ds }: Props) {
  const styles = useStyles2(getStyles);
  if (attempts.status !== 'ready') {
    return (
      <Section title="Attempts" data-testid={testIds.request.attempts}>
        {attempts.status === 'loading' ? (
          <LoadingPlaceholder text="Loading attempts…" />
        ) : (
          <Failure failure={attempts.failure} ds={ds} />
        )}
      </Section>
    );
  }
  if (attempts.value.length === 0) {
    return (
      <Section title="Attempts" data-testid={testIds.request.attempts}>
        <p className={styles.note}>No attempt was recorded for this call.</p>
      </Section>
    );
  }
  return <Timeline attempts={attempts.value} recordMs={recordMs} />;
}

function Timeline({ attempts, recordMs }: { attempts: readonly Attempt[]; recordMs: number | null }) {
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState<Attempt | null>(null);
  const shown = chosen ?? decisiveAttempt(attempts);
  const { totalMs, groups } = layOutAttempts(attempts, recordMs);
  return (
    <Section
      title="Attempts"
      aside={totalMs > 0 && <span className={styles.note}>scale 0 … {formatDuration(totalMs)}</span>}
      data-testid={testIds.request.attempts}
    >
      {groups.map(({ provider, rows }) => (
        <div key={provider ?? ''} role="group" aria-label={provider ?? 'unknown provider'} className={styles.group}>
          <div className={styles.provider} title={provider ?? undefined}>
            {provider ?? 'unknown provider'}
          </div>
          <div className={styles.rows}>
            {rows.map(({ attempt, bar }) => (
              <button
                key={`${attempt.index}-${attempt.retry}`}
                type="button"
                aria-pressed={attempt === shown}
                className={cx(styles.row, attempt === shown && styles.chosen)}
                data-testid={testIds.request.attempt}
                data-state={attempt.state}
                onClick={() => setChosen(attempt)}
              >
                <span className={styles.axis}>
                  {bar ? <TimeBar bar={bar} tone={toneOf(attempt.state)} /> : <span className={styles.noBar} />}
                </span>
                <span className={cx(styles.outcome, styles[toneOf(attempt.state)])}>{outcomeOf(attempt)}</span>
                <span className={styles.words}>{wordsOf(attempt)}</span>
              </button>
            ))}
          </div>
        </div>
      ))}
      {shown && <AttemptDetail attempt={shown} />}
    </Section>
  );
}

function TimeBar({ bar, tone }: { bar: Bar; tone: Tone }) {
  const styles = useStyles2(getStyles);
  const percent = (part: number) => `${part * 100}%`;
  return (
    <span className={cx(styles.bar, styles[tone])} style={{ left: percent(bar.start), width: percent(bar.length) }}>
      {bar.untilFirstChunk !== null && (
        <span
          className={styles.waiting}
          style={{ width: percent(bar.untilFirstChunk) }}
          title="Until the first chunk"
        />
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
    '&:hover': { background: theme.colors.action.hover },
  }),
  chosen: css({ background: theme.colors.action.selected }),
  axis: css({
    position: 'relative',
    height: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  bar: css({
    position: 'absolute',
    top: 0,
    bottom: 0,
    // so short a try still shows
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
  outcome: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  words: css({
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  }),
  success: css({ color: theme.colors.success.text }),
  info: css({ color: theme.colors.info.text }),
  warning: css({ color: theme.colors.warning.text }),
  error: css({ color: theme.colors.error.text }),
  plain: css({ color: theme.colors.text.secondary }),
});
