import { locationUtil, type GrafanaConfig } from '@grafana/data';
import { EXPORT_FIELDS, type ExportRequest } from '@tokentrail/usage-store';
import { exportLink } from './export-link.ts';

const ROUTE = '/api/datasources/proxy/uid/clickhouse/ledger';
const request: ExportRequest = {
  range: { fromMs: 1_763_820_730_412, toMs: 1_764_425_530_412 },
  filter: { search: 'model:gpt-4o,"a, b" agents/invoke -user:anna cost:>0.1' },
  format: 'csv',
  columns: EXPORT_FIELDS,
};

beforeAll(() =>
  locationUtil.initialize({
    // Only `appSubUrl` is used.
    config: { appSubUrl: '/grafana' } as GrafanaConfig,
    getTimeRangeForUrl: () => ({ from: 'now-6h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  }),
);

test('the link leads through the ledger route under the sub path, with values as parameters', () => {
  const url = new URL(exportLink(ROUTE, request) ?? '', 'https://grafana.example.com');
  expect(url.pathname).toBe(`/grafana${ROUTE}`);
  expect(url.searchParams.get('query')).toMatch(/^WITH .* FINAL WHERE .* FORMAT TSVRaw$/s);
  expect(url.searchParams.get('query')).not.toMatch(/gpt-4o|anna/);
  expect(url.searchParams.get('param_from_ms')).toBe('1763820730412');
  expect([...url.searchParams.values()]).toContain("['gpt-4o','a, b']");
});

test('a filter that makes the link too long has no link', () => {
  const values = Array.from({ length: 200 }, (_, index) => `a long name of a user ${index}`);
  const filter = { conditions: [{ field: 'user' as const, values }] };
  expect(exportLink(ROUTE, { ...request, filter })).toBeNull();
});
