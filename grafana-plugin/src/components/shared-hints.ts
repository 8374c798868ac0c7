import { createContext, type ClipboardEvent, type ReactElement } from 'react';

/** What a tooltip shows; a function makes it when the tooltip is shown. */
export type HintWords = string | ReactElement | (() => string);

/** What a hint shows, if another component shows it. */
export interface SharedHint {
  words: HintWords;
  /** Copied instead of the shown text. */
  copied?: string;
  onlyIfCutOff: boolean;
}

/** The hints below a `SharedHints`, by their elements; null elsewhere. */
export const SharedHintsContext = createContext<WeakMap<Element, SharedHint> | null>(null);

/** Attributes of an element within a hint that cuts off its text. */
export const CUT_OFF = { 'data-cut-off': '' } as const;

/** Whether the element around `hint`, or one within it, cuts it off. */
export function isCutOff({ parentElement }: Element): boolean {
  const isTooNarrow = ({ scrollWidth, clientWidth }: Element) => scrollWidth > clientWidth;
  return (
    parentElement !== null &&
    [parentElement, ...parentElement.querySelectorAll('[data-cut-off]')].some((element) => isTooNarrow(element))
  );
}

/** Puts `text` on the clipboard unless the selection goes beyond `element`. */
export function putOnClipboard(event: ClipboardEvent, element: Element, text: string): void {
  const range = selectedRange();
  if (range === null || element.contains(range.commonAncestorContainer)) {
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }
}

/** The selected part of the page; null if nothing is selected. */
export function selectedRange(): Range | null {
  const selection = window.getSelection();
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  return range === null || range.collapsed ? null : range;
}
