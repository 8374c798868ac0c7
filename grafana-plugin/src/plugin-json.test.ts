import app from './plugin.json';
import dataSource from './datasources/usage/plugin.json';
import usageLog from './panels/usagelog/plugin.json';
import requestTrace from './panels/requesttrace/plugin.json';
import { DATASOURCE_TYPE, READ_TRACES } from './constants.ts';
import { SECURE_FIELDS } from './datasources/usage/types.ts';

interface Route {
  path: string;
  method?: string;
  reqAction?: string;
  url: string;
  headers: { name: string; content: string }[];
}

const routes: Route[] = dataSource.routes;
const templateOf = (field: string) => `{{ with .SecureJsonData.${field} }}{{ . }}{{ end }}`;

test('the routes are these, in this order', () => {
  expect(routes.map(({ path }) => path)).toEqual([
    'ledger',
    'attempts',
    'traces',
    'tempo-ledger/api',
    'tempo-traces/api',
  ]);
});

test('no route is a prefix of another: the proxy takes the first that fits', () => {
  for (const route of routes) {
    const others = routes.filter((other) => other !== route).map(({ path }) => path);
    expect(others.filter((path) => path.startsWith(route.path))).toEqual([]);
  }
});

test.each([
  ['ledger', 'ledger'],
  ['attempts', 'attempts'],
  ['traces', 'traces'],
])('route %s carries the ClickHouse account of its own secrets and nothing else', (path, secret) => {
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
])('route %s reads Tempo under its own tenant, and reads alone', (path, secret) => {
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

test('every secret stands in exactly one place of the routes, and no other value is asked for', () => {
  const asked = routes.flatMap(({ url, headers }) =>
    [url, ...headers.map(({ content }) => content)].map((text) => /\.SecureJsonData\.(\w+)/.exec(text)?.[1]),
  );
  expect(asked.sort()).toEqual([...SECURE_FIELDS].sort());
});

test('no value can come out as "<no value>", and no plain setting reaches a route', () => {
  for (const { url, headers } of routes) {
    for (const text of [url, ...headers.map(({ content }) => content)]) {
      expect(text).toMatch(/^\{\{ with \.SecureJsonData\.\w+ \}\}\{\{ \. \}\}\{\{ end \}\}(\/api)?$/);
    }
  }
});

test('the right to read traces is granted to administrators alone', () => {
  expect(app.roles.map(({ role, grants }) => ({ actions: role.permissions, grants }))).toEqual([
    { actions: [{ action: READ_TRACES }], grants: ['Admin'] },
  ]);
});

test('the app lists what it nests, under the ids the contract names', () => {
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

test('one Grafana for all parts', () => {
  const wanted = [app, dataSource, usageLog, requestTrace].map(({ dependencies }) => dependencies.grafanaDependency);
  expect(new Set(wanted)).toEqual(new Set(['>=12.4.0']));
});
