import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import React from 'react';
import { Hint } from './Hint.tsx';
import { HIDDEN_NAME, useNamesHidden } from './NamesHidden.tsx';
import { NameText } from './NameText.tsx';
import { CUT_OFF } from './shared-hints.ts';

interface Props {
  text: string;
  /** Shown in the tooltip. Default: `text`, if the element around it cuts it off. */
  fullText?: string;
  /** See `NameText`. */
  personal?: boolean;
  /** Whether the end of the name stays visible when it is cut off. Names often differ at their end only. */
  keepsEnd?: boolean;
}

/** Name that is short or cut off, with the full name in the tooltip and when copied. */
export function NameHint({ text, fullText = text, personal = false, keepsEnd = false }: Props) {
  const hidden = useNamesHidden() && personal;
  if (hidden) {
    return (
      <Hint words={hiddenWords()} copied={HIDDEN_NAME} tabStop={false}>
        <NameText text={text} personal />
      </Hint>
    );
  }
  return (
    <Hint
      words={<NameText text={fullText} />}
      copied={fullText}
      tabStop={false}
      onlyIfCutOff={fullText === text}
      {...(keepsEnd && { className: LINE })}
    >
      {keepsEnd ? <NameWithEnd text={text} /> : <NameText text={text} />}
    </Hint>
  );
}

/** Tooltip of a hidden name. */
export function hiddenWords(): string {
  return t('components.name-hint.hidden', 'Names and keys are hidden. The column menu shows them again.');
}

/** Characters at the end of a name that stay visible. */
const END_LENGTH = 4;
/** Shorter names are cut off as other texts. */
const MIN_LENGTH = 9;

/** Name on one line of a flex box. Where it is too long, its middle is left out: "custo…0001". */
export function NameWithEnd({ text, personal = false }: Pick<Props, 'text' | 'personal'>) {
  const hidden = useNamesHidden() && personal;
  // Other scripts have characters that belong together, and may be written from right to left.
  const canSplit = !hidden && text.length >= MIN_LENGTH && /^[\x21-\x7e ]+$/.test(text);
  if (!canSplit) {
    return (
      <span className={HEAD} {...CUT_OFF}>
        <NameText text={text} personal={personal} />
      </span>
    );
  }
  return (
    <>
      <span className={HEAD} {...CUT_OFF}>
        <NameText text={text.slice(0, -END_LENGTH)} />
      </span>
      <span className={END}>{text.slice(-END_LENGTH)}</span>
    </>
  );
}

// Without the theme, so that each of a table's hundreds of names needs no style hook.
const LINE = css({ display: 'inline-flex', maxWidth: '100%', verticalAlign: 'bottom' });
const HEAD = css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'pre', minWidth: 0 });
const END = css({ flexShrink: 0, whiteSpace: 'pre' });
