import type { Plugin } from './plugins.ts';
import { decideProxyTarget } from './proxy-target.ts';
import type { DataSource } from './provisioning.ts';
import type { User } from './users.ts';

const viewer: User = { id: 1, login: 'viewer', role: 'Viewer', actions: new Set() };
const reader: User = { ...viewer, actions: new Set(['app.traces:read']) };
const admin: User = { ...viewer, role: 'Admin' };

const plugin: Plugin = {
  id: 'some-datasource',
  type: 'datasource',
  folder: '/nowhere',
  manifest: {},
  routes: [
    {
      path: 'ledger',
      url: '{{ .SecureJsonData.url }}',
      headers: [{ name: 'X-Key', content: '{{ .SecureJsonData.none }}' }],
    },
    { path: 'traces', url: '{{ .SecureJsonData.url }}/t', headers: [], action: 'app.traces:read' },
    { path: 'admins', url: '{{ .SecureJsonData.url }}', headers: [], role: 'Admin' },
    { path: 'only-get/api', method: 'GET', url: '{{ with .SecureJsonData.unset }}{{ . }}{{ end }}/api', headers: [] },
  ],
};

const dataSource: DataSource = {
  id: 1,
  uid: 'one',
  name: 'One',
  type: plugin.id,
  url: '',
  isDefault: false,
  jsonData: {},
  secureJsonData: { url: 'http://store:8123/base' },
};

function decide(path: string, { user = viewer, method = 'GET', query = '', source = dataSource } = {}) {
  return decideProxyTarget(source, plugin, user, method, path, query);
}

function pathOf(path: string, options?: Parameters<typeof decide>[1]): string | undefined {
  const decision = decide(path, options);
  return decision.kind === 'forward' ? decision.rawPath : undefined;
}

describe('decideProxyTarget', () => {
  it('appends the rest of the path to the route’s URL', () => {
    expect(pathOf('ledger')).toBe('/base');
    expect(pathOf('ledger/')).toBe('/base/');
    expect(pathOf('ledger/a%20b%2fc')).toBe('/base/a%20b%2fc');
    expect(pathOf('ledger//x')).toBe('/base//x');
  });

  it('matches a route by prefix and sends the rest of the path segment to the store', () => {
    expect(pathOf('ledgerfoo/bar')).toBe('/base/foo/bar');
  });

  it.each(['traces/x', 'traces', './traces/x', '/traces/x', 'ledger/../traces/x', 'tracesfoo'])(
    'refuses %s to who lacks the action',
    (path) => {
      expect(decide(path)).toEqual({ kind: 'denied' });
      expect(decide(path, { user: reader }).kind).toBe('forward');
    },
  );

  it('sends a path that reaches a route through .. unchanged', () => {
    expect(pathOf('ledger/../traces/x', { user: reader })).toBe('/base/t/ledger/../traces/x');
  });

  it.each(['ledger/%2e%2e/traces', 'ledger%2f..%2ftraces'])('does not read the escapes of %s', (path) => {
    expect(pathOf(path)).toMatch(/^\/base\/%2/);
  });

  it('refuses a route to users with a lower role', () => {
    expect(decide('admins')).toEqual({ kind: 'denied' });
    expect(decide('admins', { user: admin }).kind).toBe('forward');
  });

  it.each(['Traces/x', '%74races', '%2ftraces', 'other', ''])('knows no route for "%s"', (path) => {
    expect(decide(path)).toEqual({ kind: 'no_target' });
  });

  it('has no target if the method differs or the URL is not set', () => {
    expect(decide('only-get/api/search', { method: 'POST' })).toEqual({ kind: 'no_target' });
    expect(decide('only-get/api/search')).toEqual({ kind: 'no_target' });
  });

  it('uses the data source’s own URL if no route matches', () => {
    const source = { ...dataSource, url: 'http://prometheus:9090' };
    expect(pathOf('api/v1/query', { source, query: 'query=up' })).toBe('/api/v1/query?query=up');
  });

  it('sorts the parameters and escapes them again', () => {
    expect(pathOf('ledger/', { query: 'query=SELECT%201&b=2&a=1%20x%2By&a=0&c' })).toBe(
      '/base/?a=1+x%2By&a=0&b=2&c=&query=SELECT+1',
    );
  });

  it('sends <no value> for a missing secret', () => {
    expect(decide('ledger')).toMatchObject({ headers: [{ name: 'X-Key', value: '<no value>' }] });
  });
});
