import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { NameText } from '../../components/NameText.tsx';
import { testIds } from '../../testIds.ts';
import type { Fold } from './attempt-groups.ts';
import { foldWords, toneOf } from './attempt-words.ts';
import { TimeBar } from './TimeBar.tsx';
import type { Bar } from './time-axis.ts';
import { getLineStyles } from './tone-styles.ts';

interface Props {
  fold: Fold;
  bar: Bar | null;
  open: boolean;
  tabStop: boolean;
  onToggle: (id: string) => void;
}

/** Attempts in a row that are shown as one. A click, Enter or an arrow to the right unfolds them. */
export function FoldRow({ fold: { id, attempts }, bar, open, tabStop, onToggle }: Props) {
  const styles = useStyles2(getStyles);
  const line = useStyles2(getLineStyles);
  const [first] = attempts;
  const sameState = attempts.every(({ state }) => state === first?.state);
  return (
    <div
      role="option"
      aria-selected={false}
      tabIndex={tabStop ? 0 : -1}
      className={cx(line.line, line.choice)}
      data-testid={testIds.request.attemptFold}
      data-item={id}
      data-open={open}
      onClick={() => onToggle(id)}
    >
      <span className={cx(line.name, styles.name)}>
        <Icon name={open ? 'angle-down' : 'angle-right'} aria-hidden />{' '}
        {open ? t('request.attempts.fold-hide', 'Hide') : t('request.attempts.fold-show', 'Show')}
      </span>
      <span className={cx(line.axis, line.track)}>
        <TimeBar bar={bar} tone={sameState && first ? toneOf(first.state) : 'plain'} several />
      </span>
      <span className={styles.words}>
        <NameText text={foldWords(attempts)} />
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ color: theme.colors.text.link, whiteSpace: 'nowrap' }),
  words: css({
    gridArea: 'status / status / words / words',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    [`@container (max-width: ${theme.spacing(90)})`]: { gridArea: 'words', whiteSpace: 'normal' },
  }),
});
