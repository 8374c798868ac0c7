import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2, type IconName } from '@grafana/ui';
import React, { lazy, Suspense, useId, useState } from 'react';
import { LongPlainText } from './LongPlainText.tsx';

const DocumentView = lazy(() => import('../DocumentView.tsx'));

interface Props {
  title: string;
  icon: IconName;
  text: string;
  /** Whether it is unfolded at first. Default: false. */
  isOpen?: boolean;
}

/** A longer JSON text is shown as a tree that can be folded and searched. */
const MAX_PLAIN_JSON = 400;

/** A part of a message that can be folded: thinking, a tool call, a result. */
export function FoldedPart({ title, icon, text, isOpen: isOpenAtFirst = false }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const isTree = text.length > MAX_PLAIN_JSON && /^\s*[[{]/.test(text);
  return (
    <div>
      <button
        type="button"
        className={styles.title}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'angle-down' : 'angle-right'} aria-hidden />
        <Icon name={icon} size="sm" aria-hidden />
        <bdi className={styles.words}>{title}</bdi>
      </button>
      {isOpen && (
        <div id={id} className={styles.content}>
          {text === '' ? (
            <span className={styles.empty}>{t('request.content.conversation.empty', 'empty')}</span>
          ) : isTree ? (
            <Suspense fallback={null}>
              <DocumentView text={text} label={title} />
            </Suspense>
          ) : (
            <LongPlainText text={text} label={title} isCode={/^\s*[[{]/.test(text)} />
          )}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: theme.spacing(3),
    padding: 0,
    border: 'none',
    background: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'left',
    '&:hover': { color: theme.colors.text.primary },
  }),
  words: css({ overflowWrap: 'anywhere' }),
  content: css({ paddingLeft: theme.spacing(2.5), minWidth: 0 }),
  empty: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
});
