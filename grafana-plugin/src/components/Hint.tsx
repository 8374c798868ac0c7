import { css, cx } from '@emotion/css';
import React, { useContext, useState, type ReactNode } from 'react';
import { HintTooltip } from './HintTooltip.tsx';
import { isCutOff, putOnClipboard, SharedHintsContext, type HintWords, type SharedHint } from './shared-hints.ts';

// Without the theme, so that each of a table's hundreds of hints needs no style hook.
const HINT = css({ position: 'relative' });
const ANCHOR = css({ position: 'absolute', inset: 0, pointerEvents: 'none' });

interface Props {
  /** Content of the tooltip. */
  words: HintWords;
  /** Copied instead of the shown text, if only this element is selected. */
  copied?: string;
  /** Whether the keyboard reaches the tooltip: if nothing else on the page has its content. Default: true. */
  tabStop?: boolean;
  /** Shows the tooltip only while the element around the hint cuts it off. Default: false. */
  onlyIfCutOff?: boolean;
  className?: string;
  children: ReactNode;
}

/** Shows `words` in Grafana's tooltip on hover and focus. Within `SharedHints`, that one shows them. */
export function Hint(props: Props) {
  const shared = useContext(SharedHintsContext);
  return shared === null ? <OwnHint {...props} /> : <RegisteredHint {...props} hints={shared} />;
}

/** The tooltip exists only while it is shown, because a page has many hints. */
function OwnHint({ words, copied, tabStop = true, onlyIfCutOff = false, className, children }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <span
      className={className === undefined ? HINT : cx(HINT, className)}
      tabIndex={tabStop ? 0 : undefined}
      onMouseEnter={({ currentTarget }) => setShown(!onlyIfCutOff || isCutOff(currentTarget))}
      onMouseLeave={() => setShown(false)}
      onFocus={() => setShown(true)}
      onBlur={() => setShown(false)}
      onCopy={copied === undefined ? undefined : (event) => putOnClipboard(event, event.currentTarget, copied)}
    >
      {children}
      {shown && <HintTooltip words={words} className={ANCHOR} onEscape={() => setShown(false)} />}
    </span>
  );
}

/** No tab stop, state or listener of its own: a table has hundreds of these. */
function RegisteredHint({
  words,
  copied,
  onlyIfCutOff = false,
  className,
  children,
  hints,
}: Props & { hints: WeakMap<Element, SharedHint> }) {
  const register = (element: HTMLElement | null) => {
    if (element !== null) {
      hints.set(element, { words, onlyIfCutOff, ...(copied !== undefined && { copied }) });
    }
  };
  return (
    <span ref={register} data-hint="" className={className}>
      {children}
    </span>
  );
}
