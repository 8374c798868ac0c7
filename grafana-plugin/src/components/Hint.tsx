import { css, cx } from '@emotion/css';
import { Tooltip } from '@grafana/ui';
import React, {
  createContext,
  forwardRef,
  useContext,
  useEffect,
  useState,
  type ClipboardEvent,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
} from 'react';

/** Whether hints may be tab stops. A grid is one tab stop with all its rows, so its cells set false. */
const TabStops = createContext(true);

export const HintTabStops = TabStops.Provider;

// Without the theme, so that each of a table's hundreds of hints needs no style hook.
const HINT = css({ position: 'relative' });
const ANCHOR = css({ position: 'absolute', inset: 0, pointerEvents: 'none' });

interface Props {
  /** Content of the tooltip. */
  words: string | ReactElement;
  /** Copied instead of the shown text, if only this element is selected. */
  copied?: string;
  /** Whether the keyboard reaches the tooltip: if nothing else on the page has its content. Default: true. */
  tabStop?: boolean;
  /** Shows the tooltip only while the element around the hint cuts it off. Default: false. */
  onlyIfCutOff?: boolean;
  className?: string;
  children: ReactNode;
}

/**
 * Shows `words` in Grafana's tooltip on hover and focus. The tooltip exists only while it is shown, because a table has
 * hundreds of hints.
 */
export function Hint({ words, copied, tabStop = true, onlyIfCutOff = false, className, children }: Props) {
  const mayBeTabStop = useContext(TabStops);
  const [shown, setShown] = useState(false);
  return (
    <span
      className={className === undefined ? HINT : cx(HINT, className)}
      tabIndex={tabStop && mayBeTabStop ? 0 : undefined}
      onMouseEnter={({ currentTarget }) => setShown(!onlyIfCutOff || isCutOff(currentTarget.parentElement))}
      onMouseLeave={() => setShown(false)}
      onFocus={() => setShown(true)}
      onBlur={() => setShown(false)}
      onCopy={copied === undefined ? undefined : (event) => copy(event, copied)}
    >
      {children}
      {shown && <OpenTooltip words={words} onEscape={() => setShown(false)} />}
    </span>
  );
}

function OpenTooltip({ words, onEscape }: Pick<Props, 'words'> & { onEscape: () => void }) {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && onEscape();
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
  return (
    <Tooltip content={words} show>
      <Anchor className={ANCHOR} />
    </Tooltip>
  );
}

/** Attributes of an element within a hint that cuts off its text. */
export const CUT_OFF = { 'data-cut-off': true } as const;

function isCutOff(element: HTMLElement | null): boolean {
  const isTooNarrow = ({ scrollWidth, clientWidth }: Element) => scrollWidth > clientWidth;
  return element !== null && [element, ...element.querySelectorAll('[data-cut-off]')].some(isTooNarrow);
}

/** Element that the tooltip points at. Drops the tab stop that Grafana's tooltip gives its child. */
const Anchor = forwardRef<HTMLSpanElement, HTMLAttributes<HTMLSpanElement>>(function Anchor(
  { tabIndex: _tabIndex, ...props },
  ref,
) {
  return <span {...props} ref={ref} />;
});

/** Puts `text` on the clipboard unless the selection goes beyond the element. */
function copy(event: ClipboardEvent<HTMLElement>, text: string) {
  const selection = window.getSelection();
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  if (range === null || range.collapsed || event.currentTarget.contains(range.commonAncestorContainer)) {
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }
}
