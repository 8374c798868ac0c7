import { defineConfig, type Project } from '@playwright/test';
import { chromiumPath } from './chromium.ts';
import type { HostOptions } from './fixtures.ts';

type HostProject = Project<object, HostOptions>;

/**
 * The specs on one preview page. It is built first, because each worker starts a server of its own for it.
 *
 * @param name of the host and of the project.
 */
function preview(name: string, use: Partial<HostOptions>): HostProject[] {
  const build = `${name}-build`;
  return [
    { name: build, use, testMatch: 'build-page.setup.ts' },
    { name, use: { ...use, hostKind: 'preview' }, dependencies: [build] },
  ];
}

/** The second preview page is under a sub path, as many Grafanas are. */
const HOSTS: HostProject[] = [
  ...preview('preview', { release: '12.4', subPath: '/' }),
  ...preview('preview-13.2', { release: '13.2', subPath: '/grafana/' }),
];
/** A running Grafana, if one is configured. Each worker creates the same data sources there, so there is one worker. */
const GRAFANA: HostProject = {
  name: 'grafana',
  use: { hostKind: 'grafana' },
  testIgnore: '**/preview.spec.ts',
  workers: 1,
};

export default defineConfig<object, HostOptions>({
  testDir: '.',
  // Each worker starts an embedded store and a preview. On two cores, two workers take about a tenth less time than one.
  workers: 2,
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
