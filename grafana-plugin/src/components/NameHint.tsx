import React from 'react';
import { Hint } from './Hint.tsx';
import { NameText } from './NameText.tsx';

interface Props {
  text: string;
  /** Shown in the tooltip. Default: `text`, which the layout may cut off. */
  fullText?: string;
}

/** Name that may be cut off, with the full name in the tooltip and when copied. */
export function NameHint({ text, fullText = text }: Props) {
  return (
    <Hint words={<NameText text={fullText} />} copied={fullText}>
      <NameText text={text} />
    </Hint>
  );
}
