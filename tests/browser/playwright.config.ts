import { defineConfig } from '@playwright/test';
import { chromiumPath } from './chromium.ts';
import type { HostOptions } from './fixtures.ts';

/** The same specs run on the preview page, and on a Grafana if one is configured. */
const hosts: HostOptions['hostKind'][] =
  process.env['GRAFANA_URL'] === undefined ? ['preview'] : ['preview', 'grafana'];

export default defineConfig<object, HostOptions>({
  testDir: '.',
  // Each worker starts an embedded store and a preview; two cores cannot run a second one.
  workers: 1,
  timeout: 60_000,
  // On a busy machine a page may be too slow once. Playwright reports such a test as flaky.
  retries: 1,
  expect: { timeout: 15_000 },
  outputDir: '../../test-results',
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    timezoneId: 'UTC',
    locale: 'en-US',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: ['--no-sandbox', '--disable-gpu', '--no-proxy-server'],
    },
  },
  projects: hosts.map((hostKind) => ({
    name: hostKind,
    use: { hostKind },
    testIgnore: hostKind === 'grafana' ? '**/preview.spec.ts' : [],
  })),
});
