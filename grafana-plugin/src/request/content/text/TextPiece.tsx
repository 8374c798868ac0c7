import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { NameText } from '../../../components/NameText.tsx';
import { visibleTextParts } from '@tokentrail/records';
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
  const pieces = PRINTABLE.test(text) ? [text] : piecesOf(text);
  return (
    <>
      {pieces.map((piece, index) =>
        PRINTABLE.test(piece) ? (
          <React.Fragment key={index}>{piece}</React.Fragment>
        ) : (
          <NameText key={index} text={piece} />
        ),
      )}
    </>
  );
}

/** Characters that need no mark. Tabs and line breaks show as such. */
const PRINTABLE = /^[\t\n -~]*$/;
/** Tabs and line breaks, or as much of a line as `NameText` shows whole. */
const PIECES = /[\t\n]+|[^\t\n]{1,400}/gu;
/** As much of a line as it shows whole if each character has a mark. */
const MARKED_PIECES = /[\t\n]+|[^\t\n]{1,40}/gu;

function piecesOf(text: string): string[] {
  return (text.match(PIECES) ?? []).flatMap((piece) =>
    visibleTextParts(piece).length > MARKS_OF_A_PIECE ? (piece.match(MARKED_PIECES) ?? []) : [piece],
  );
}

/** Parts of a text that has fewer marks than `visibleTextParts` shows at most. */
const MARKS_OF_A_PIECE = 40;

const getStyles = (theme: GrafanaTheme2) => ({
  match: css({ padding: 0, background: theme.colors.warning.transparent, color: 'inherit' }),
  current: css({ background: theme.colors.warning.main, color: theme.colors.warning.contrastText }),
});
