import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { APP_ID, DATA_SOURCE_TYPE, PROBE, REQUESTS_PAGE, STORE } from './names.ts';

/** The parts of `@grafana/runtime` and rxjs that plugins get and these specs use. */
interface Request {
  url: string;
  method?: string;
  params?: Record<string, unknown>;
  data?: unknown;
  headers?: Record<string, string>;
  requestId?: string;
  responseType?: string;
}
interface Observable {
  subscribe(observer: { next?: (value: unknown) => void; error?: (error: unknown) => void }): { unsubscribe(): void };
}
interface DataSourceSettings {
  uid: string;
  name: string;
  url: string;
  jsonData: Record<string, string>;
}
interface Runtime {
  getBackendSrv(): { fetch(request: Request): Observable };
  isFetchError(error: unknown): boolean;
  getDataSourceSrv(): {
    get(ref?: string | { uid: string } | null): Promise<{ uid: string; name: string; type: string }>;
    getList(filters?: { pluginId?: string }): DataSourceSettings[];
    getInstanceSettings(ref: string): DataSourceSettings | undefined;
  };
  getAppEvents(): { publish(event: { type: string; payload: string[] }): void };
  config: { bootData: { user: { orgRole: string; permissions: Record<string, boolean> } } };
}

declare global {
  interface Window {
    System: { import(id: string): Promise<unknown> };
    /** Disappears when the page is reloaded. */
    stillTheSamePage?: boolean;
  }
}

const LEDGER = `/api/datasources/proxy/uid/${PROBE}/ledger/`;

/** A page whose plugin has loaded, so that everything plugins receive is available. */
async function ready(page: Page): Promise<Page> {
  await expect(page.getByRole('heading', { name: 'Usage log' }).first()).toBeVisible();
  return page;
}

interface Outcome {
  response?: { status: number; data: unknown; keys: string[] };
  error?: Record<string, unknown>;
  isFetchError?: boolean;
}

/** Sends one request as a plugin does. */
function fetchInPage(page: Page, request: Request): Promise<Outcome> {
  return page.evaluate(async (sent) => {
    const runtime = (await window.System.import('@grafana/runtime')) as Runtime;
    return new Promise<Outcome>((resolve) => {
      runtime
        .getBackendSrv()
        .fetch(sent)
        .subscribe({
          next: (value) => {
            const { status, data } = value as { status: number; data: unknown };
            resolve({ response: { status, data, keys: Object.keys(value as object).sort() } });
          },
          error: (error) => resolve({ error: { ...(error as object) }, isFetchError: runtime.isFetchError(error) }),
        });
    });
  }, request);
}

test.describe('backendSrv', () => {
  test.beforeEach(({ probe }) => probe.forgetPeak());

  test('serializes parameters like Grafana', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const params = { a: 'x y&+', b: [1, 2], d: null, e: '', f: [], g: true, 'i j': 'é' };
    const { response } = await fetchInPage(page, { url: LEDGER, params });
    expect(response?.data).toMatchObject({ url: '/at-ledger/?a=x+y%26%2B&b=1&b=2&d=null&e=&g=true&i+j=%C3%A9' });
    const second = await fetchInPage(page, { url: `${LEDGER}?z=1`, params: { a: 1 } });
    expect(second.response?.data).toMatchObject({ url: '/at-ledger/?z=1%3Fa%3D1' });
  });

  test('returns the same response fields as Grafana', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const { response } = await fetchInPage(page, { url: LEDGER });
    const keys = ['config', 'data', 'headers', 'ok', 'redirected', 'status', 'statusText', 'traceId', 'type', 'url'];
    expect(response).toMatchObject({ status: 200, keys });
  });

  test('sends text unchanged and objects as JSON or as a form', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const post = (data: unknown, headers: Record<string, string> = {}) =>
      fetchInPage(page, { url: LEDGER, method: 'POST', data, headers });
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await post('SELECT 1')).response?.data).toMatchObject({ bodyBytes: 8 });
    expect((await post({ a: 1 })).response?.data).toMatchObject({
      bodyBytes: 7,
      headers: { 'content-type': 'application/json' },
    });
    expect((await post({ a: 1, b: 'x y' }, form)).response?.data).toMatchObject({ bodyBytes: 9 });
  });

  test('rejects with status, statusText, data and config', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const cases = [
      {
        url: `/api/datasources/proxy/uid/${PROBE}/traces/`,
        status: 403,
        data: { message: 'plugin proxy route access denied' },
      },
      {
        url: `/api/datasources/proxy/uid/${PROBE}/none/`,
        status: 502,
        data: { message: 'Bad Gateway', error: 'Bad Gateway', response: '' },
      },
      { url: `${LEDGER}?probe=status-401`, status: 400, data: { message: 'Authentication to data source failed' } },
      { url: '/api/no-such-thing', status: 404, data: { message: 'Not found' } },
    ];
    for (const { url, status, data } of cases) {
      const { error, isFetchError } = await fetchInPage(page, { url });
      expect(error).toMatchObject({ status, data, config: { url: url.slice(1), retry: 0 } });
      expect(Object.keys(error ?? {}).sort()).toEqual(
        expect.arrayContaining(['config', 'data', 'status', 'statusText']),
      );
      expect(isFetchError).toBe(true);
    }
  });

  test('a newer request with the same id cancels the previous one', async ({ openAs, probe }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const before = probe.open();
    const first = fetchInPage(page, { url: `${LEDGER}?probe=hang`, requestId: 'one' });
    await expect.poll(() => probe.open()).toBe(before + 1);
    const second = await fetchInPage(page, { url: LEDGER, requestId: 'one' });
    expect(second.response?.status).toBe(200);
    expect((await first).error).toMatchObject({
      type: 'cancelled',
      cancelled: true,
      status: -1,
      statusText: 'Request was aborted',
      data: null,
    });
    await expect.poll(() => probe.open()).toBe(before);
  });

  test('unsubscribing ends the request', async ({ openAs, probe }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const before = probe.open();
    const handle = await page.evaluateHandle(async (url) => {
      const runtime = (await window.System.import('@grafana/runtime')) as Runtime;
      return runtime.getBackendSrv().fetch({ url }).subscribe({});
    }, `${LEDGER}?probe=hang`);
    await expect.poll(() => probe.open()).toBe(before + 1);
    await handle.evaluate((subscription) => subscription.unsubscribe());
    await expect.poll(() => probe.open()).toBe(before);
  });

  test('runs five requests to stores at once', async ({ openAs, probe }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    probe.forgetPeak();
    const all = await Promise.all(
      Array.from({ length: 9 }, (_, index) =>
        // Chromium would send requests to the same URL one after the other.
        fetchInPage(page, { url: `${LEDGER}?probe=slow&n=${index}` }),
      ),
    );
    expect(all.map((outcome) => outcome.response?.status)).toEqual(Array(9).fill(200));
    expect(probe.peak()).toBe(5);
  });

  test('returns a body in the requested form', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const typeOf = (responseType: string) =>
      page.evaluate(
        async ([url, type]) => {
          const runtime = (await window.System.import('@grafana/runtime')) as Runtime;
          return new Promise<string>((resolve) => {
            const next = (value: unknown) => resolve(Object.prototype.toString.call((value as { data: unknown }).data));
            runtime.getBackendSrv().fetch({ url, responseType: type }).subscribe({ next });
          });
        },
        [LEDGER, responseType] as const,
      );
    expect(await typeOf('text')).toBe('[object String]');
    expect(await typeOf('json')).toBe('[object Object]');
    expect(await typeOf('blob')).toBe('[object Blob]');
    expect(await typeOf('arraybuffer')).toBe('[object ArrayBuffer]');
  });
});

test.describe('dataSourceSrv', () => {
  test('finds our data source by uid, name and reference, also as a viewer', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const found = await page.evaluate(async (uid) => {
      const service = ((await window.System.import('@grafana/runtime')) as Runtime).getDataSourceSrv();
      const instances = await Promise.all([service.get(uid), service.get('TokenTrail probe'), service.get({ uid })]);
      return {
        same: instances.every((instance) => instance === instances[0]),
        type: instances[0]?.type,
        missing: await service.get('no-such').catch((error: Error) => error.message),
      };
    }, PROBE);
    expect(found).toEqual({ same: true, type: DATA_SOURCE_TYPE, missing: 'Datasource no-such was not found' });
  });

  test('lists our data sources by plugin, with a proxy URL and only plain options', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const [uids, settings] = await page.evaluate(
      async ([uid, pluginId]) => {
        const service = ((await window.System.import('@grafana/runtime')) as Runtime).getDataSourceSrv();
        const { url, jsonData } = service.getInstanceSettings(uid) ?? { url: '', jsonData: {} };
        return [service.getList({ pluginId }).map((entry) => entry.uid), { url, jsonData }] as const;
      },
      [PROBE, DATA_SOURCE_TYPE] as const,
    );
    expect(uids).toEqual(expect.arrayContaining([PROBE, STORE]));
    expect(uids).not.toContain('grafana');
    expect(settings).toEqual({
      url: `/api/datasources/proxy/uid/${PROBE}`,
      jsonData: { kind: 'clickhouse', ledgerDatabase: 'tokentrail_ledger', tracesDatabase: 'tokentrail_traces' },
    });
  });
});

test('only the admin has the action that opens attempts and traces', async ({ openAs }) => {
  for (const [user, expected] of [
    ['viewer', undefined],
    ['admin', true],
  ] as const) {
    const page = await ready(await openAs(user, REQUESTS_PAGE));
    const held = await page.evaluate(async (action) => {
      const runtime = (await window.System.import('@grafana/runtime')) as Runtime;
      return runtime.config.bootData.user.permissions[action];
    }, `${APP_ID}.traces:read`);
    expect(held).toBe(expected);
  }
});

test.describe('messages', () => {
  test('shows a message that a plugin publishes', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    await page.evaluate(async () => {
      const runtime = (await window.System.import('@grafana/runtime')) as Runtime;
      runtime.getAppEvents().publish({ type: 'alert-success', payload: ['Saved by a test', 'and how'] });
    });
    await expect(page.getByText('Saved by a test')).toBeVisible();
    await expect(page.getByText('and how')).toBeVisible();
  });

  test('reports a failed request to the host, but none to a store', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    await fetchInPage(page, { url: `/api/datasources/proxy/uid/${PROBE}/traces/` });
    await fetchInPage(page, { url: '/api/dashboards/uid/no-such-dashboard' });
    await expect(page.getByText('Dashboard not found')).toBeVisible();
    await expect(page.getByText('plugin proxy route access denied')).toHaveCount(0);
  });
});

test.describe('links', () => {
  /** Adds a link to the page and clicks it. */
  async function click(page: Page, attributes: Record<string, string>): Promise<void> {
    await page.evaluate((attributesToSet) => {
      window.stillTheSamePage = true;
      const link = document.body.appendChild(document.createElement('a'));
      Object.entries(attributesToSet).forEach(([name, value]) => link.setAttribute(name, value));
      link.click();
    }, attributes);
  }

  for (const href of [`/${REQUESTS_PAGE}?q=clicked`, `${REQUESTS_PAGE}?q=clicked`]) {
    test(`${href} changes the location without a page load`, async ({ openAs }) => {
      const page = await ready(await openAs('viewer', REQUESTS_PAGE));
      await click(page, { href });
      await expect(page).toHaveURL(/\?q=clicked$/);
      expect(await page.evaluate(() => window.stillTheSamePage)).toBe(true);
    });
  }

  test('ignores a download link without target and saves one with target', async ({ openAs }) => {
    const page = await ready(await openAs('viewer', REQUESTS_PAGE));
    const href = `/public/plugins/${APP_ID}/img/logo.svg`;
    const downloading = page.waitForEvent('download');
    await click(page, { href, download: 'saved.svg', target: '_self' });
    expect((await downloading).suggestedFilename()).toBe('saved.svg');
    let downloads = 0;
    page.on('download', () => downloads++);
    await click(page, { href, download: 'swallowed.svg' });
    await expect(page).toHaveURL(new RegExp(`${href}$`));
    expect(downloads).toBe(0);
  });
});
