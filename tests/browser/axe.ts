import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** WCAG 2.2 A and AA, and axe's best practices. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The plugin's page, and what it shows above: drawers, menus, tooltips. The host around it is not checked. */
const PARTS = ['main', '[role="dialog"]', '#grafana-portal-container'];

/** Parts of Grafana's components that the plugin cannot change, by the rule that they break. */
const OF_GRAFANA: Record<string, string> = {
  // 16 pixels wide.
  'target-size': 'data-testid="data-testid Drawer close"',
  // The drawer of some builds of Grafana 12 is a dialog without a name around the one with a name.
  'aria-dialog-name': 'class="rc-drawer-content ',
  // The legend of charts in Grafana 13.2 says whether a series is shown instead of its name.
  'label-content-name-mismatch': '-LegendLabel"',
};

/**
 * What an open toggletip of Grafana takes out of reach: everything behind it, and the elements that keep the focus inside. They are
 * hidden from screen readers, and the focus cannot get there, which axe does not see.
 */
const BEHIND_TOGGLETIPS = ['[data-floating-ui-inert]', '[data-floating-ui-focus-guard]'];

/** Expects that axe finds nothing on the page. A violation is shown with the elements that have it. */
export async function expectNoViolations(page: Page): Promise<void> {
  let builder = new AxeBuilder({ page }).withTags(TAGS);
  for (const part of PARTS) {
    if ((await page.locator(part).count()) > 0) {
      builder = builder.include(part);
    }
  }
  for (const part of BEHIND_TOGGLETIPS) {
    builder = builder.exclude(part);
  }
  const { violations } = await builder.analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => OF_GRAFANA[id] === undefined || !html.includes(OF_GRAFANA[id]))
      .map(({ html, failureSummary }) => ({ id, help, element: `${html} ${failureSummary ?? ''}` })),
  );
  expect(found).toEqual([]);
}
