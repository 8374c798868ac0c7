import type { Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import type { UserName } from './hosts.ts';

export interface WatchedPage {
  page: Page;
  /** What ran or was requested because of a text. */
  incidents: string[];
}

/** Opens a page of the host as this user and notices what the texts on it do: see `expectUnharmed`. */
export const test = base.extend<{ watch: (user: UserName, path: string) => Promise<WatchedPage> }>({
  watch: async ({ browser, contextOptions, host: server }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (user, path) => {
      const context = await browser.newContext({ ...contextOptions, extraHTTPHeaders: server.headers(user) });
      contexts.push(context);
      const page = await context.newPage();
      const incidents: string[] = [];
      page.on('dialog', (dialog) => {
        incidents.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        const { protocol, pathname, host } = new URL(request.url());
        const isOwn = host === new URL(server.baseUrl(user)).host && !pathname.includes('pwned');
        // Grafana's components have images as data.
        if (!isOwn && !['data:', 'blob:'].includes(protocol)) {
          incidents.push(`request ${request.url()}`);
        }
      });
      page.on('pageerror', (error) => incidents.push(`error ${error.message}`));
      await page.addInitScript(() => {
        Object.assign(window, { longest: 0 });
        new PerformanceObserver((list) => {
          const times = list.getEntries().map(({ duration }) => duration);
          Object.assign(window, { longest: Math.max((window as unknown as { longest: number }).longest, ...times) });
        }).observe({ type: 'longtask', buffered: true });
      });
      await page.goto(`${server.baseUrl(user)}${path}`);
      return { page, incidents };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** The longest task of the page so far, ms. */
export function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { longest: number }).longest);
}

/** Expects that no text ran, was loaded or became an element. */
export async function expectUnharmed({ page, incidents }: WatchedPage): Promise<void> {
  const injected = await page.evaluate(() => ({
    ran: 'pwned' in window,
    // Links of the page may have the text in their query.
    elements: document.querySelectorAll('[src*=pwned], [href^=javascript], [onerror], [onload]').length,
  }));
  expect(injected).toEqual({ ran: false, elements: 0 });
  expect(incidents).toEqual([]);
}
