import type { Host } from './hosts.ts';
import { DATA_SOURCE_TYPE, REQUEST_TRACE_PANEL, STORE, USAGE_LOG_PANEL } from './names.ts';

/** Uid of the dashboard that `saveDashboard` creates. */
export const DASHBOARD = 'tokentrail-test-queries';

const datasource = { type: DATA_SOURCE_TYPE, uid: STORE };

/** A panel of each query type, with a variable, ad-hoc filters and annotations. */
const MODEL = {
  uid: DASHBOARD,
  title: 'Queries under test',
  time: { from: 'now-7d', to: 'now' },
  timezone: 'utc',
  templating: {
    list: [
      {
        name: 'user',
        type: 'query',
        datasource,
        query: { refId: 'variable', field: 'user', search: 'type:usage' },
        refresh: 2,
        multi: true,
        includeAll: true,
        current: { text: 'All', value: ['$__all'] },
      },
      { name: 'Filters', type: 'adhoc', datasource, filters: [] },
    ],
  },
  annotations: {
    list: [
      {
        name: 'Events',
        enable: true,
        iconColor: 'blue',
        datasource,
        target: { refId: 'Anno', queryType: 'annotations', search: 'type:topup,system' },
      },
    ],
  },
  panels: [
    panel(1, 'stat', 'Calls', { queryType: 'totals', figures: ['calls'], search: 'user:$user' }),
    panel(2, 'table', 'By user', { queryType: 'totals', figures: ['calls', 'cost'], by: 'user', search: 'user:$user' }),
    panel(3, 'timeseries', 'Over time', {
      ...{ queryType: 'series', figures: ['calls'], by: 'request_model', step: 'hour', legend: '{{model}}' },
      search: 'user:$user',
    }),
    panel(4, 'table', 'Records', { queryType: 'records', limit: 10, search: 'user:$user type:usage' }),
    panel(5, USAGE_LOG_PANEL, 'Usage log', { search: 'user:$user', limit: 10 }),
    panel(6, REQUEST_TRACE_PANEL, 'Request', { search: 'user:$user type:usage', limit: 1 }),
  ],
};

function panel(id: number, type: string, title: string, query: object) {
  const gridPos = { x: id % 2 === 1 ? 0 : 12, y: 8 * Math.floor((id - 1) / 2), w: 12, h: 8 };
  return { id, type, title, gridPos, datasource, targets: [{ refId: 'A', datasource, ...query }] };
}

/** Creates the dashboard on a Grafana. Returns a function that removes it. */
export async function saveDashboard(host: Host): Promise<() => Promise<void>> {
  const api = (method: string, path: string, body?: object) =>
    fetch(`${host.baseUrl('admin')}api/dashboards/${path}`, {
      method,
      headers: { ...host.headers('admin'), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const saved = await api('POST', 'db', { dashboard: MODEL, overwrite: true });
  if (!saved.ok) {
    throw new Error(`Grafana did not save the dashboard: ${saved.status} ${await saved.text()}`);
  }
  return async () => {
    await api('DELETE', `uid/${DASHBOARD}`);
  };
}
