import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { DATA_SOURCE_TYPE, STORE } from './names.ts';
import { type Call, spanRow } from './records.ts';

/** A store of its own, because these specs insert records. */
test.use({ storeName: 'dashboards' });

const FOLDER = path.resolve(import.meta.dirname, '../../provisioning/dashboards');

interface Target {
  refId: string;
  queryType?: string;
  search: string;
  figures?: string[];
}

interface Dashboard {
  uid: string;
  title: string;
  panels: { title: string; targets: Target[] }[];
}

const DASHBOARDS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Dashboard);

test.beforeAll(async ({ store }) => {
  await store.insert(calls().map((call) => spanRow(call, Date.now())));
});

/** Calls of the last hours with a value for each figure, among them all states and durations. */
function calls(): Call[] {
  return Array.from({ length: 24 }, (_, index) => ({
    number: 0x700 + index,
    minutesAgo: 10 + 20 * index,
    durationMs: [400, 2_000, 9_000, 31_000][index % 4] ?? 0,
    attributes: {
      recordType: 'usage',
      state: (['success', 'success', 'success', 'failed', 'cancelled'] as const)[index % 5] ?? 'success',
      callType: 'chat',
      operation: 'chat',
      provider: index % 2 === 0 ? 'openai' : 'anthropic',
      requestModel: index % 2 === 0 ? 'gpt-4o' : 'claude-sonnet-4-5',
      group: 'shop',
      keyName: 'checkout',
      inputTokens: 1_000,
      outputTokens: 50,
      cacheReadTokens: 600,
      cacheWriteTokens: 20,
      timeToFirstChunk: 0.3,
      attemptsCount: 2,
      attemptsFellBack: index % 3 === 0,
      ...(index % 6 === 0
        ? { costChargedState: 'unknown_price' }
        : { costCharged: 4_000_000, costChargedState: 'priced' }),
    },
  }));
}

/** Values of the fields of a query's data frames, by name. */
type Fields = { name: string; values: unknown[] }[];

/** Runs a query with the data source of the page, over the last day. */
async function runQuery(page: Page, { search, ...query }: Target): Promise<Fields> {
  const target = {
    ...query,
    // "All" in each variable.
    search: search.replace(/\S+:\$\w+/g, ' ').trim(),
    datasource: { type: DATA_SOURCE_TYPE, uid: STORE },
  };
  return page.evaluate(
    async ({ target: one, uid, type, nowMs }) => {
      interface Response {
        data: { fields: Fields }[];
        errors?: { message: string }[];
      }
      interface DataSource {
        query(request: object): { subscribe(observer: object): void };
      }
      const { System } = window as unknown as { System: { import(url: string): Promise<unknown> } };
      const url = new URL(`public/plugins/${type}/module.js`, document.baseURI).href;
      const { plugin } = (await System.import(url)) as {
        plugin: { DataSourceClass: new (settings: object) => DataSource };
      };
      const settings = { uid, type, url: `/api/datasources/proxy/uid/${uid}`, jsonData: { kind: 'clickhouse' } };
      const range = { from: nowMs - 86_400_000, to: nowMs };
      const request = { targets: [one], range, timezone: 'utc', maxDataPoints: 72, intervalMs: 60_000, scopedVars: {} };
      const { data, errors } = await new Promise<Response>((next, error) => {
        new plugin.DataSourceClass(settings).query(request).subscribe({ next, error });
      });
      if (errors?.[0] !== undefined) {
        throw new Error(errors[0].message);
      }
      return data.flatMap(({ fields }) => fields.map(({ name, values }) => ({ name, values: [...values] })));
    },
    { target, uid: STORE, type: DATA_SOURCE_TYPE, nowMs: Date.now() },
  );
}

test.describe('every query of the usage data source has values', () => {
  test.skip(({ hostKind }) => hostKind === 'grafana', 'a Grafana loads its plugins in its own way: see below');

  for (const { title, panels } of DASHBOARDS) {
    test(`on the dashboard “${title}”`, async ({ openAs }) => {
      const page = await openAs('viewer', `a/tokentrail-llmusage-app/requests?ds=${STORE}`);
      await expect(page.getByTestId(testIds.usageLog.row).first()).toBeVisible();
      for (const panel of panels) {
        for (const target of panel.targets.filter(({ queryType }) => queryType !== undefined)) {
          const fields = await runQuery(page, target);
          expect(fields.length, panel.title).toBeGreaterThan(0);
          for (const figure of target.figures ?? ['trace_id']) {
            const values = fields.filter(({ name }) => name === figure).flatMap((field) => field.values);
            const isThere = values.some((value) => typeof value === 'string' || Number(value) > 0);
            expect(isThere, `${panel.title}: ${figure}`).toBe(true);
          }
        }
      }
    });
  }
});

test.describe('every panel has data', () => {
  test.skip(({ hostKind }) => hostKind !== 'grafana', 'the preview has no panels of Grafana');

  for (const { uid, title, panels } of DASHBOARDS) {
    test(`on the dashboard “${title}”`, async ({ openAs, host }) => {
      test.skip(!(await hasDemo(host.baseUrl('admin'), host.headers('admin'))), 'only on the Grafana of `npm start`');
      test.setTimeout(180_000);
      const page = await openAs('viewer', `d/${uid}`);
      // Grafana renders the panels that are visible.
      await page.setViewportSize({ width: 1600, height: 3000 });
      for (const panel of panels) {
        const region = page.getByTestId(`data-testid Panel header ${panel.title}`);
        await expect(region.first()).toBeVisible();
      }
      await expect(page.getByLabel('Panel loading bar')).toHaveCount(0, { timeout: 120_000 });
      await expect(page.getByText(/^No data/)).toHaveCount(0);
      await expect(page.getByText(/^Unable to render data/)).toHaveCount(0);
      await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
    });
  }

  test('a link to the usage log and to the stats page keeps range and variables', async ({ openAs, host }) => {
    test.skip(!(await hasDemo(host.baseUrl('admin'), host.headers('admin'))), 'only on the Grafana of `npm start`');
    for (const [link, content] of [
      ['Usage log', testIds.usageLog.page],
      ['Stats', testIds.stats.page],
    ] as const) {
      const page = await openAs('viewer', 'd/tokentrail-overview?var-model=gpt-4o&from=now-6h&to=now');
      await page.getByRole('link', { name: link }).click();
      await expect(page.getByTestId(content)).toBeVisible();
      await expect(page.getByTestId(testIds.filters.pill)).toHaveText(/gpt-4o/);
      const search = new URL(page.url()).searchParams;
      expect([search.getAll('model'), search.get('from'), search.get('ds')]).toEqual([
        ['gpt-4o'],
        'now-6h',
        'tokentrail-usage',
      ]);
      expect([...search.keys()].filter((name) => name.startsWith('var-'))).toEqual([]);
    }
  });
});

/** Whether a Prometheus with our metrics is behind the provisioned data source. */
async function hasDemo(baseUrl: string, headers: Record<string, string>): Promise<boolean> {
  const query = 'api/datasources/proxy/uid/tokentrail-metrics/api/v1/query?query=tokentrail_calls_total';
  const response = await fetch(baseUrl + query, { headers });
  return response.ok && (await response.text()).includes('example-gateway');
}
