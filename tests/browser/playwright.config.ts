import { defineConfig } from '@playwright/test';
import { chromiumPath } from './chromium.ts';
import type { HostOptions } from './fixtures.ts';

/**
 * The hosts of the specs. A project's name is that of its host. The second preview page is under a sub path, as many Grafanas
 * are.
 */
const HOSTS: { name: string; use: Partial<HostOptions>; testIgnore?: string }[] = [
  { name: 'preview', use: { hostKind: 'preview', release: '12.4', subPath: '/' } },
  { name: 'preview-13.2', use: { hostKind: 'preview', release: '13.2', subPath: '/grafana/' } },
];
/** A running Grafana, if one is configured. */
const GRAFANA = { name: 'grafana', use: { hostKind: 'grafana' }, testIgnore: '**/preview.spec.ts' } as const;

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
  projects: process.env['GRAFANA_URL'] === undefined ? HOSTS : [...HOSTS, GRAFANA],
});
