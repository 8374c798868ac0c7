import React from 'react';
import { LongText } from '../../../components/LongText.tsx';
import { MAX_SHOWN_CHARACTERS } from '@tokentrail/records';
import { NO_MATCHES } from '../text/search-text.ts';
import { TextPiece } from '../text/TextPiece.tsx';

/** A value of a table of texts. A very long one shows its beginning and can be copied. */
export function PartValue({ text, label }: { text: string; label: string }) {
  return text.length > MAX_SHOWN_CHARACTERS ? (
    <LongText label={label} text={text} />
  ) : (
    <TextPiece text={text} from={0} end={text.length} matches={NO_MATCHES} current={-1} />
  );
}
