import app from './plugin.json';
import dataSource from './datasources/usage/plugin.json';
import usageLog from './panels/usagelog/plugin.json';
import requestTrace from './panels/requesttrace/plugin.json';
import { DATASOURCE_TYPE, READ_TRACES } from './constants.ts';
import { STORE_KINDS } from './store/kinds/index.ts';

interface Route {
  path: string;
  method?: string;
  reqAction?: string;
  url: string;
  headers: { name: string; content: string }[];
}

const routes: Route[] = dataSource.routes;
const templateOf = (field: string) => `{{ with .SecureJsonData.${field} }}{{ . }}{{ end }}`;

test('declares exactly these routes, in this order', () => {
  expect(routes.map(({ path }) => path)).toEqual([
    'ledger',
    'attempts',
    'traces',
    'tempo-ledger/api',
    'tempo-traces/api',
  ]);
});

test('has the routes of the store kinds', () => {
  expect(routes.map(({ path }) => path)).toEqual(STORE_KINDS.flatMap((kind) => kind.routes.map(({ path }) => path)));
});

test('has no route that is a prefix of another, because the proxy uses the first match', () => {
  for (const route of routes) {
    const others = routes.filter((other) => other !== route).map(({ path }) => path);
    expect(others.filter((path) => path.startsWith(route.path))).toEqual([]);
  }
});

test.each([
  ['ledger', 'ledger'],
  ['attempts', 'attempts'],
  ['traces', 'traces'],
])('route %s sends only the ClickHouse account of its own secrets', (path, secret) => {
  expect(routes.find((route) => route.path === path)).toEqual({
    path,
    ...(path !== 'ledger' && { reqAction: READ_TRACES }),
    url: templateOf(`${secret}Url`),
    headers: [
      { name: 'X-ClickHouse-User', content: templateOf(`${secret}User`) },
      { name: 'X-ClickHouse-Key', content: templateOf(`${secret}Password`) },
    ],
  });
});

test.each([
  ['tempo-ledger/api', 'tempoLedger'],
  ['tempo-traces/api', 'tempoTraces'],
])('route %s reads Tempo with its own tenant and allows only GET', (path, secret) => {
  expect(routes.find((route) => route.path === path)).toEqual({
    path,
    method: 'GET',
    ...(secret === 'tempoTraces' && { reqAction: READ_TRACES }),
    url: `${templateOf(`${secret}Url`)}/api`,
    headers: [
      { name: 'X-Scope-OrgID', content: templateOf(`${secret}User`) },
      { name: 'Authorization', content: templateOf(`${secret}Password`) },
    ],
  });
});

test('uses every secure field exactly once in the routes, and no other field', () => {
  const fields = routes.flatMap(({ url, headers }) =>
    [url, ...headers.map(({ content }) => content)].map((text) => /\.SecureJsonData\.(\w+)/.exec(text)?.[1]),
  );
  expect(fields.sort()).toEqual(STORE_KINDS.flatMap(({ secureFields }) => secureFields).sort());
});

test('never renders "<no value>", and uses no plain setting in a route', () => {
  for (const { url, headers } of routes) {
    for (const text of [url, ...headers.map(({ content }) => content)]) {
      expect(text).toMatch(/^\{\{ with \.SecureJsonData\.\w+ \}\}\{\{ \. \}\}\{\{ end \}\}(\/api)?$/);
    }
  }
});

test('grants the permission to read traces to administrators only', () => {
  expect(app.roles.map(({ role, grants }) => ({ actions: role.permissions, grants }))).toEqual([
    { actions: [{ action: READ_TRACES }], grants: ['Admin'] },
  ]);
});

test('lists its nested plugins under the agreed ids', () => {
  const nested = app.includes.filter(({ type }) => type !== 'page').map(({ path }) => path);
  expect(nested).toEqual([
    'datasources/usage/plugin.json',
    'panels/usagelog/plugin.json',
    'panels/requesttrace/plugin.json',
  ]);
  expect([app.id, dataSource.id, usageLog.id, requestTrace.id]).toEqual([
    'tokentrail-llmusage-app',
    DATASOURCE_TYPE,
    'tokentrail-usagelog-panel',
    'tokentrail-requesttrace-panel',
  ]);
});

test('requires the same Grafana version in every plugin.json', () => {
  const versions = [app, dataSource, usageLog, requestTrace].map(({ dependencies }) => dependencies.grafanaDependency);
  expect(new Set(versions)).toEqual(new Set(['>=12.4.0']));
});
