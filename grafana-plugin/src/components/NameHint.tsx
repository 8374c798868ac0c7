import React from 'react';
import { Hint } from './Hint.tsx';
import { NameText } from './NameText.tsx';

interface Props {
  text: string;
  /** Shown in the tooltip. Default: `text`, if the element around it cuts it off. */
  fullText?: string;
}

/** Name that is short or cut off, with the full name in the tooltip and when copied. */
export function NameHint({ text, fullText = text }: Props) {
  return (
    <Hint words={<NameText text={fullText} />} copied={fullText} tabStop={false} onlyIfCutOff={fullText === text}>
      <NameText text={text} />
    </Hint>
  );
}
