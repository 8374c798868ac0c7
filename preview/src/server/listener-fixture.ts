import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { libraryFolder } from './grafana-release.ts';
import { type Listener, startListener } from './listener.ts';
import { readPlugins } from './plugins.ts';
import type { Role } from './users.ts';

/** Listener that serves a small plugin, for tests. */

const folder = mkdtempSync(path.join(tmpdir(), 'listener-test-'));
export const open: { stop(): Promise<void> }[] = [];

/** Registers the setup and cleanup of a test file. */
export function useFixture(): void {
  beforeAll(writeFiles);
  afterEach(() => Promise.all(open.splice(0).map((server) => server.stop())));
  afterAll(() => rmSync(folder, { recursive: true }));
}

function writeFiles(): void {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  const grants = [{ role: { name: 'r', permissions: [{ action: 'some-app.traces:read' }] }, grants: ['Admin'] }];
  write('secret.txt', 'outside of every served folder');
  write('plugin/plugin.json', JSON.stringify({ type: 'app', id: 'some-app', name: 'Some', roles: grants }));
  write('plugin/module.js', 'define([])');
  write('plugin/7.js', 'a chunk');
  const routes = [{ path: 'ledger', url: '{{ .SecureJsonData.url }}', headers: [] }];
  write('plugin/ds/plugin.json', JSON.stringify({ type: 'datasource', id: 'some-datasource', name: 'DS', routes }));
  write('plugin/ds/module.js', 'define([])');
  write('page/public/build/page.js', 'the page');
}

/** Starts a store that is stopped after the test. @returns its URL */
export async function startStore(handle: RequestListener): Promise<string> {
  const server = http.createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts a listener that is stopped after the test. */
export async function start({
  role = 'Viewer' as Role,
  subPath = '/',
  storeUrl = 'http://127.0.0.1:9',
} = {}): Promise<Listener> {
  const listener = await startListener({
    port: 0,
    role,
    subPath,
    plugins: readPlugins(path.join(folder, 'plugin')),
    provisioning: {
      dataSources: [
        {
          id: 1,
          uid: 'one',
          name: 'One',
          type: 'some-datasource',
          url: '',
          isDefault: true,
          jsonData: { timeout: 1 },
          secureJsonData: { url: storeUrl, password: 'a</script>secret' },
        },
      ],
      apps: new Map(),
      dashboards: [],
    },
    version: '12.4.10',
    page: {
      folder: path.join(folder, 'page'),
      libraries: libraryFolder('12.4'),
      template: '<head><!-- boot data --></head><script nonce="__PREVIEW_NONCE__">',
    },
  });
  open.push(listener);
  return listener;
}

export interface ResponseReader {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export function ask(
  { url }: Listener,
  rawPath: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<ResponseReader> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: rawPath, headers, method }, (response) => {
      let text = '';
      response.on('error', reject).on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject).end(body);
  });
}
