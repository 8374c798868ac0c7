import { Tooltip } from '@grafana/ui';
import React, { forwardRef, useEffect, type HTMLAttributes } from 'react';
import type { HintWords } from './shared-hints.ts';

interface Props extends HTMLAttributes<HTMLSpanElement> {
  words: HintWords;
  onEscape: () => void;
}

/** Grafana's tooltip at an invisible element with the other properties. Shown while it is rendered. */
export function HintTooltip({ words, onEscape, ...anchor }: Props) {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && onEscape();
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
  return (
    <Tooltip content={typeof words === 'function' ? words() : words} show>
      <Anchor {...anchor} />
    </Tooltip>
  );
}

/** Element that the tooltip points at. Drops the tab stop that Grafana's tooltip gives its child. */
const Anchor = forwardRef<HTMLSpanElement, HTMLAttributes<HTMLSpanElement>>(function Anchor(
  { tabIndex: _tabIndex, ...props },
  ref,
) {
  return <span {...props} ref={ref} />;
});
