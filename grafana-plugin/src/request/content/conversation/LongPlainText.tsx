import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense, useState } from 'react';
import { formatCount } from '../../../format.ts';
import { NO_MATCHES } from '../text/search-text.ts';
import { TextPiece } from '../text/TextPiece.tsx';

const TextView = lazy(async () => ({ default: (await import('../text/TextView.tsx')).TextView }));

interface Props {
  text: string;
  /** Names the text for screen readers. */
  label: string;
  /** Whether it is shown in the font of code. Default: false. */
  isCode?: boolean;
}

/** Characters and lines of a longer text that are shown at first. */
const SHORT = 1_200;
const SHORT_LINES = 20;
/** A longer one is shown in a list of its own, because the page could not lay it out. */
const MAX_LAID_OUT = 20_000;

/** A text of any length, never as HTML or Markdown. A long one shows its beginning and unfolds. */
export function LongPlainText({ text, label, isCode = false }: Props) {
  const styles = useStyles2(getStyles);
  const [isWhole, setWhole] = useState(false);
  const end = shortEnd(text);
  if (isWhole && text.length > MAX_LAID_OUT) {
    return (
      <Suspense fallback={null}>
        <TextView text={text} label={label} />
      </Suspense>
    );
  }
  return (
    <div className={cx(styles.text, isCode && styles.code)}>
      <TextPiece text={text} from={0} end={isWhole ? text.length : end} matches={NO_MATCHES} current={-1} />
      {end < text.length && (
        <>
          {!isWhole && '… '}
          <Button size="sm" variant="secondary" fill="text" className={styles.more} onClick={() => setWhole(!isWhole)}>
            {isWhole
              ? t('request.content.conversation.less', 'Show less')
              : t('request.content.conversation.more', 'Show all {{number}} characters', {
                  number: formatCount(text.length),
                })}
          </Button>
        </>
      )}
    </div>
  );
}

/** Where the beginning of a text ends that is shown at first. */
function shortEnd(text: string): number {
  let at = -1;
  for (let line = 0; line < SHORT_LINES; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at < 0 || at > SHORT) {
      break;
    }
  }
  const end = at < 0 || at > SHORT ? SHORT : at;
  // A little more is shown rather than folded.
  return text.length <= end * 1.2 ? text.length : end;
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', minWidth: 0 }),
  code: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
  more: css({ display: 'inline-flex' }),
});
