import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { type Attempt, visibleText } from '@tokentrail/records';
import React, { useMemo, useState } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { attemptId } from './attempt-id.ts';
import { groupAttempts, type AttemptGroup, type Fold, type TimelineItem } from './attempt-groups.ts';
import { marksOfAttempts, wasSent } from './attempt-path.ts';
import { AttemptRow } from './AttemptRow.tsx';
import { FoldRow } from './FoldRow.tsx';
import { barOf, type Bar, type TimeAxis } from './time-axis.ts';
import { moveInList, useChosenInView } from './use-list-keys.ts';

interface Props {
  attempts: readonly Attempt[];
  axis: TimeAxis;
  /** Whether the call runs, and with it the attempts without an end. */
  running: boolean;
  shown: Attempt | null;
  onChoose: (id: string) => void;
}

/** The attempts by provider. A long list has a scrollbar of its own, so that the detail beside or below it stays in view. */
export function AttemptList({ attempts, axis, running, shown, onChoose }: Props) {
  const styles = useStyles2(getStyles);
  const shownId = shown && attemptId(shown);
  const groups = useMemo(() => groupAttempts(attempts), [attempts]);
  const marks = useMemo(() => marksOfAttempts(attempts), [attempts]);
  const [unfolded, setUnfolded] = useState<ReadonlyMap<string, boolean>>(new Map());
  const list = useChosenInView(shownId);
  const attemptRow = (attempt: Attempt) => (
    <AttemptRow
      key={attemptId(attempt)}
      attempt={attempt}
      bar={wasSent(attempt) ? barOf(attempt, axis) : null}
      marks={marks.get(attempt) ?? []}
      running={running && (attempt.state === 'pending' || attempt.state === 'streaming')}
      chosen={attempt === shown}
      onChoose={(id) => id !== shownId && onChoose(id)}
    />
  );
  const rowsOf = (item: TimelineItem) => {
    if (item.kind === 'attempt') {
      return attemptRow(item.attempt);
    }
    const holdsShown = shown !== null && item.attempts.includes(shown);
    const open = unfolded.get(item.id) ?? holdsShown;
    return (
      <React.Fragment key={item.id}>
        <FoldRow
          fold={item}
          bar={barOfFold(item, axis)}
          open={open}
          tabStop={!open && holdsShown}
          onToggle={() => setUnfolded(new Map(unfolded).set(item.id, !open))}
        />
        {open && item.attempts.map(attemptRow)}
      </React.Fragment>
    );
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={t('request.attempts.list', 'Attempts by provider')}
      className={styles.list}
      onKeyDown={moveInList}
    >
      {groups.map(({ provider, items, ...counts }) => (
        <div key={provider ?? ''} role="group" aria-label={groupLabel(provider, counts)}>
          <div className={styles.provider} aria-hidden>
            <NameText text={provider ?? unknownProvider()} />
            <span className={styles.count}>{attemptCount(counts)}</span>
          </div>
          {items.map(rowsOf)}
        </div>
      ))}
    </div>
  );
}

/** From the first start to the last end. */
function barOfFold({ attempts }: Fold, axis: TimeAxis): Bar | null {
  const bars = attempts.filter(wasSent).flatMap((attempt) => barOf(attempt, axis) ?? []);
  if (bars.length === 0) {
    return null;
  }
  const start = Math.min(...bars.map((bar) => bar.start));
  const end = Math.max(...bars.map((bar) => bar.start + bar.length));
  return { start, length: end - start, untilFirstChunk: null, cut: bars.some(({ cut }) => cut) };
}

type Counts = Pick<AttemptGroup, 'count' | 'sent'>;

function unknownProvider(): string {
  return t('request.attempts.unknown-provider', 'unknown provider');
}

function attemptCount({ count, sent }: Counts): string {
  if (sent < count) {
    return t('request.attempts.sent-count', '{{sent}} of {{total}} sent', { sent, total: count });
  }
  return t('request.attempts.count', '', {
    count,
    defaultValue_one: '{{count}} attempt',
    defaultValue_other: '{{count}} attempts',
  });
}

function groupLabel(provider: string | null, counts: Counts): string {
  return `${visibleText(provider ?? unknownProvider())}, ${attemptCount(counts)}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ position: 'relative', maxHeight: '50vh', overflowY: 'auto', overflowX: 'hidden' }),
  provider: css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'baseline',
    padding: theme.spacing(0.5, 1, 0),
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    // Stays over the rows of its group.
    position: 'sticky',
    top: 0,
    zIndex: 1,
    background: theme.colors.background.primary,
  }),
  count: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: 'normal',
    whiteSpace: 'nowrap',
  }),
});
