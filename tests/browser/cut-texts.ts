import type { Locator } from '@playwright/test';

/**
 * The texts within an element that cannot be read: beyond the edge of the window, or of an element around them that cuts them off and
 * cannot be scrolled. Texts for screen readers only are left out.
 */
export function cutTexts(element: Locator): Promise<string[]> {
  return element.evaluate((root) => {
    const isReadable = (node: Node): boolean => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      let right = window.innerWidth;
      for (let box = node.parentElement; box !== null && box !== document.body; box = box.parentElement) {
        const { overflowX, clipPath, position } = getComputedStyle(box);
        const { width, right: edge } = box.getBoundingClientRect();
        if (text.width === 0 || (width <= 1 && overflowX !== 'visible') || clipPath !== 'none') {
          return true;
        }
        if (overflowX === 'auto' || overflowX === 'scroll') {
          return true;
        }
        if (overflowX !== 'visible' && position !== 'fixed') {
          right = Math.min(right, edge);
        }
      }
      return text.right <= right + 1;
    };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const cut: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      if (text !== '' && !isReadable(node)) {
        cut.push(text);
      }
    }
    return cut;
  });
}
