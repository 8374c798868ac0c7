import { css } from '@emotion/css';
import React, { useEffect, useRef, useState, type ClipboardEvent, type MouseEvent, type ReactNode } from 'react';
import { HintTooltip } from './HintTooltip.tsx';
import { isCutOff, putOnClipboard, selectedRange, SharedHintsContext, type SharedHint } from './shared-hints.ts';

interface Props {
  /** Id of the element that the keyboard is on, if any: its first hint is shown, and Copy copies its value. */
  focusedId: string | null;
  className: string;
  children: ReactNode;
}

interface Shown {
  words: SharedHint['words'];
  /** Where the hint is within the box, in pixels. */
  box: { left: number; top: number; width: number; height: number };
}

/** Element around a table that shows the hints of all its cells with one tooltip. */
export function SharedHints({ focusedId, className, children }: Props) {
  const [hints] = useState(() => new WeakMap<Element, SharedHint>());
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the table has scrolled to the cell.
    const frame = requestAnimationFrame(() => setShown(shownAt(hintWithin(focusedId), hints, box.current)));
    return () => cancelAnimationFrame(frame);
  }, [focusedId, hints]);
  const onMouseOver = ({ target, currentTarget }: MouseEvent) =>
    setShown(shownAt(hintAround(target), hints, currentTarget));
  const hide = () => setShown(null);
  const onCopy = (event: ClipboardEvent) => {
    const element = selectedRange() === null ? hintWithin(focusedId) : hintAround(event.target);
    const copied = element && hints.get(element)?.copied;
    if (element && typeof copied === 'string') {
      putOnClipboard(event, element, copied);
    }
  };
  return (
    <SharedHintsContext.Provider value={hints}>
      <div
        ref={box}
        className={className}
        onMouseOver={onMouseOver}
        onMouseLeave={hide}
        onClickCapture={hide}
        onScrollCapture={hide}
        onCopy={onCopy}
      >
        {children}
        {shown !== null && <HintTooltip words={shown.words} className={ANCHOR} style={shown.box} onEscape={hide} />}
      </div>
    </SharedHintsContext.Provider>
  );
}

const ANCHOR = css({ position: 'absolute', pointerEvents: 'none' });

function shownAt(element: Element | null, hints: WeakMap<Element, SharedHint>, box: Element | null): Shown | null {
  const hint = element && hints.get(element);
  return element && hint && box && (!hint.onlyIfCutOff || isCutOff(element))
    ? { words: hint.words, box: boxOf(element, box) }
    : null;
}

function hintAround(target: EventTarget): Element | null {
  return target instanceof Element ? target.closest('[data-hint]') : null;
}

function hintWithin(id: string | null): Element | null {
  return id === null ? null : (document.getElementById(id)?.querySelector('[data-hint]') ?? null);
}

/** Position of an element within another one, which is positioned; the part of it that its parent does not cut off. */
function boxOf(element: Element, box: Element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const cell = element.parentElement?.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  return { left: left - outer.left, top: top - outer.top, width: Math.min(width, cell?.width ?? width), height };
}
