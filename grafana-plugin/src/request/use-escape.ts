import { useEffect, type RefObject } from 'react';

/** Elements that use Escape themselves: a text that is edited, and a control whose popup is open. */
const USES_ESCAPE = 'input, textarea, select, [contenteditable="true"], [aria-haspopup][aria-expanded="true"]';

/**
 * Calls `onEscape` when Escape is pressed in the dialog around `element`, or while nothing has the focus. The tooltip of a
 * focused button would take the key for itself, so that a second press would be needed. An open menu has the focus outside of
 * the dialog and keeps the key.
 */
export function useEscape(element: RefObject<HTMLElement | null>, onEscape: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (key !== 'Escape' || !(target instanceof Element) || target.closest(USES_ESCAPE) !== null) {
        return;
      }
      const dialog = element.current?.closest('[role="dialog"]');
      if (target === document.body || dialog?.contains(target) === true) {
        event.stopPropagation();
        onEscape();
      }
    };
    // Before the listeners of tooltips, which are on the document.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [element, onEscape]);
}
