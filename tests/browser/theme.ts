import { expect, type Page } from '@playwright/test';

/** Chooses the light theme on the preview page, and moves the pointer off the button, which has a tooltip of its own. */
export async function chooseLightTheme(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Light theme' }).click();
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
}
