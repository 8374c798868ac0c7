import type { Locator } from '@playwright/test';

/** What the clipboard gets when an element, or what is within it, is copied. */
export function copied(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const clipboardData = new DataTransfer();
    (node.firstElementChild ?? node).dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
    );
    return clipboardData.getData('text/plain');
  });
}
