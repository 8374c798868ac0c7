import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { NameText } from '../../../components/NameText.tsx';
import { rangesIn, type Matches } from './search-text.ts';

interface Props {
  text: string;
  /** The part of `text` that is shown. */
  from: number;
  end: number;
  matches: Matches;
  /** Offset of the match that the user is at; -1 if there is none. */
  current: number;
  className?: string;
}

/** Characters of which all hidden ones are marked: `NameText` limits their number. */
const MARKED_AT_ONCE = 40;

/** A part of a recorded text: plain, with its hidden characters and what a search found marked. */
export function TextPiece({ text, from, end, matches, current, className }: Props) {
  const styles = useStyles2(getStyles);
  const ranges = rangesIn(matches, from, end);
  const pieces: { from: number; end: number; isMatch: boolean }[] = [];
  let at = from;
  for (const [start, until] of ranges) {
    pieces.push({ from: at, end: start, isMatch: false }, { from: start, end: until, isMatch: true });
    at = until;
  }
  pieces.push({ from: at, end, isMatch: false });
  return (
    <span className={className}>
      {pieces
        .filter((piece) => piece.end > piece.from)
        .map((piece) =>
          piece.isMatch ? (
            <mark key={piece.from} className={cx(styles.match, isCurrent(piece, current, matches) && styles.current)}>
              <Visible text={text.slice(piece.from, piece.end)} />
            </mark>
          ) : (
            <Visible key={piece.from} text={text.slice(piece.from, piece.end)} />
          ),
        )}
    </span>
  );
}

function isCurrent({ from }: { from: number }, current: number, { length }: Matches): boolean {
  return current >= 0 && from >= current && from < current + length;
}

function Visible({ text }: { text: string }) {
  const characters = PRINTABLE.test(text) ? [text] : text.match(SOME_CHARACTERS);
  return (
    <>
      {(characters ?? []).map((some, index) =>
        PRINTABLE.test(some) ? (
          <React.Fragment key={index}>{some}</React.Fragment>
        ) : (
          <NameText key={index} text={some} />
        ),
      )}
    </>
  );
}

const PRINTABLE = /^[\t -~]*$/;
const SOME_CHARACTERS = new RegExp(`.{1,${MARKED_AT_ONCE}}`, 'gsu');

const getStyles = (theme: GrafanaTheme2) => ({
  match: css({ padding: 0, background: theme.colors.warning.transparent, color: 'inherit' }),
  current: css({ background: theme.colors.warning.main, color: theme.colors.warning.contrastText }),
});
