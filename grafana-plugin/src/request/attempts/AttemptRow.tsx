import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Attempt } from '@tokentrail/records';
import React from 'react';
import { NameText } from '../../components/NameText.tsx';
import { testIds } from '../../testIds.ts';
import { attemptId } from './attempt-id.ts';
import { wasSent, type AttemptMark } from './attempt-path.ts';
import { attemptStatusText, attemptSummary, markWords, toneOf } from './attempt-words.ts';
import { TimeBar } from './TimeBar.tsx';
import type { Bar } from './time-axis.ts';
import { getLineStyles, getToneStyles } from './tone-styles.ts';

interface Props {
  attempt: Attempt;
  bar: Bar | null;
  marks: readonly AttemptMark[];
  running: boolean;
  chosen: boolean;
  onChoose: (id: string) => void;
}

/** One attempt in the list. Not memoised: the bars of all change with the axis. */
export function AttemptRow({ attempt, bar, marks, running, chosen, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const line = useStyles2(getLineStyles);
  const tones = useStyles2(getToneStyles);
  const { retry, endpoint, model, state } = attempt;
  const tone = toneOf(state);
  const id = attemptId(attempt);
  const summary = attemptSummary(attempt);
  const key = wasSent(attempt) ? (attempt.keyPreview ?? attempt.keyName ?? null) : null;
  return (
    <div
      role="option"
      aria-selected={chosen}
      // The tab key reaches the chosen one.
      tabIndex={chosen ? 0 : -1}
      className={cx(line.line, line.choice, chosen && styles.chosen)}
      data-testid={testIds.request.attempt}
      data-state={state}
      data-item={id}
      onClick={() => onChoose(id)}
      onFocus={() => onChoose(id)}
    >
      <span className={cx(line.name, styles.name, retry > 0 && styles.retry)}>
        <NameText
          text={endpoint ?? model ?? t('request.attempt.number', 'candidate {{number}}', { number: attempt.index + 1 })}
        />
      </span>
      <span className={cx(line.axis, line.track)}>
        <TimeBar bar={bar} tone={tone} running={running} />
      </span>
      <span className={cx(line.status, tones[tone])}>{attemptStatusText(attempt)}</span>
      <span className={cx(line.words, styles.words)}>
        {marks.map((mark) => (
          <span key={mark} className={styles.mark}>
            <Icon name={MARK_ICONS[mark]} size="sm" aria-hidden />
            {markWords(mark)}
          </span>
        ))}
        {summary !== '' && (
          <span>
            <NameText text={summary} />
          </span>
        )}
        {key !== null && (
          <span>
            <NameText text={key} personal />
          </span>
        )}
        {bar?.cut && <span className={styles.mark}>{t('request.attempt.cut', 'outside the call')}</span>}
      </span>
    </div>
  );
}

const MARK_ICONS = {
  continues: 'arrow-right',
  retried: 'repeat',
  other_key: 'key-skeleton-alt',
  other_provider: 'code-branch',
} as const satisfies Record<AttemptMark, string>;

const getStyles = (theme: GrafanaTheme2) => ({
  chosen: css({
    background: theme.colors.background.secondary,
    boxShadow: `inset ${theme.spacing(0.25)} 0 ${theme.colors.primary.main}`,
  }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  retry: css({ paddingLeft: theme.spacing(2) }),
  words: css({
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    '& > span + span::before': { content: '" · "', color: theme.colors.text.secondary },
    [`@container (max-width: ${theme.spacing(90)})`]: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
  }),
  mark: css({ color: theme.colors.warning.text, '& > svg': { marginRight: theme.spacing(0.5) } }),
});
