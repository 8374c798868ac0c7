import { createContext, type ClipboardEvent, type ReactElement } from 'react';

/** What a hint shows, if another component shows it. */
export interface SharedHint {
  words: string | ReactElement;
  /** Copied instead of the shown text. */
  copied?: string;
  onlyIfCutOff: boolean;
}

/** The hints below a `SharedHints`, by their elements; null elsewhere. */
export const SharedHintsContext = createContext<WeakMap<Element, SharedHint> | null>(null);

/** Whether the element around `hint` cuts it off. */
export function isCutOff({ parentElement }: Element): boolean {
  return parentElement !== null && parentElement.scrollWidth > parentElement.clientWidth;
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
