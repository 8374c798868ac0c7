import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Resizes the window until the element has this width in pixels. The menus of the hosts differ in width. */
export async function setWidth(page: Page, element: Locator, width: number): Promise<void> {
  const widthNow = async () => Math.round((await element.boundingBox())?.width ?? 0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(element).toBeVisible();
  await page.setViewportSize({ width: 1280 + width - (await widthNow()), height: 800 });
  await expect.poll(widthNow).toBe(width);
}
