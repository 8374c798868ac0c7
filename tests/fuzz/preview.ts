/** Attacks the preview's listeners with raw requests, with a real store behind their proxy. */
import fc from 'fast-check';
import { buildPreview } from '@tokentrail/preview';
import { bytes } from './bytes.ts';
import { startChild } from './child.ts';
import { seed, IN_ATTEMPTS, IN_RECORDS, PASSWORDS, PLANTED, startEngine } from './engine.ts';
import { headText, rawRequests, send, type RawRequest } from './raw-http.ts';
import type { Target } from './target.ts';

export interface PreviewAttack {
  as: 'admin' | 'viewer';
  requests: RawRequest[];
}

const PROXY = '/api/datasources/proxy/uid/tokentrail-usage';
const PATHS = [
  ...[
    '/',
    '/a/tokentrail-llmusage-app/requests',
    '/d/x',
    '/public/',
    '/public/%00',
    '/public/build/',
    '/public/%',
    '//',
  ],
  ...['/public/plugins/tokentrail-llmusage-app/plugin.json', '/public/plugins/tokentrail-llmusage-app/%00', '/%00'],
  ...[
    '/public/plugins/tokentrail-usage-datasource/%2e%2e/%2e%2e/',
    '/public/../../../etc/passwd',
    '/public/..%2f..%2fetc%2fpasswd',
  ],
  ...[
    '/api/',
    '/api/health',
    '/api/user',
    '/api/plugins/tokentrail-llmusage-app/settings',
    '/api/datasources',
    '/api/ds/query',
  ],
  ...[
    '/api/datasources/uid/tokentrail-usage',
    '/api/dashboards/uid/%00',
    '/api/plugins/__proto__/settings',
    '/api/search?q=%00',
  ],
  ...[
    `${PROXY}/ledger`,
    `${PROXY}/attempts`,
    `${PROXY}/traces`,
    `${PROXY}/ledger/%2e%2e/attempts`,
    `${PROXY}/%00`,
    PROXY,
  ],
  ...[
    `${PROXY}/ledger?query=SELECT%201&default_format=JSON`,
    `${PROXY}/ledger/ping`,
    '/api/datasources/proxy/uid/none/x',
  ],
  ...[
    'http://evil.example/',
    'http://[',
    '*',
    '',
    '/\\..\\..',
    '/public/grafana/../../x',
    '/%ff',
    `/${'a/'.repeat(2000)}`,
  ],
];
const targets = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), fc.oneof(headText, fc.constantFrom('%00', '%ff', '/..', '%2e%2e/', '?', '#')))
      .map(([path, more]) => path + more),
  },
  { weight: 1, arbitrary: headText },
);
const headers: fc.Arbitrary<[string, string]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<[string, string]>(
      ['Host', 'evil.example'],
      ['Host', ''],
      ['Origin', 'http://evil.example'],
      ['Origin', 'null'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Content-Encoding', 'gzip'],
      ['Content-Encoding', 'zstd'],
      ['Content-Type', 'application/json'],
      ['Accept-Encoding', 'gzip'],
      ['If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
      ['Expect', '100-continue'],
      ['Expect', 'x'],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade, X-ClickHouse-Key'],
      ['X-ClickHouse-User', 'tokentrail_writer'],
      ['Transfer-Encoding', 'gzip, chunked'],
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('X-Grafana-User', 'Cookie', 'Range', 'Connection'), headText) },
);
const bodies = fc.constantFrom(
  ...['SELECT 1 FORMAT JSON', 'SELECT * FROM attempts FORMAT JSON', '{"jsonData":{"a":1}}', '{"jsonData":', 'x'],
  ...['{"secureJsonData":{"__proto__":"a"}}', '[[[[', 'SELECT * FROM usage_records FORMAT JSON'],
);

export const preview: Target<PreviewAttack> = {
  name: 'preview',
  inputs: fc.record({
    as: fc.constantFrom('admin', 'viewer', 'viewer'),
    requests: rawRequests({
      methods: ['GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'],
      targets,
      headers,
      body: bytes(bodies, 20_000_000),
    }),
  }),
  async start() {
    // Here, so that the memory of a build is not that of the process under attack.
    await buildPreview();
    const store = await startEngine('ledger');
    await seed(store, { attemptsMark: IN_ATTEMPTS, recordsMark: IN_RECORDS });
    const child = await startChild('serve-preview.ts', {
      TOKENTRAIL_LEDGER_URL: store.url,
      TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
      TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
      // The same store under another host name; the traces reader has no account there.
      TOKENTRAIL_TRACES_URL: store.url.replace('127.0.0.1', 'localhost'),
      TOKENTRAIL_TRACES_READER_PASSWORD: PASSWORDS.tokentrail_traces_reader,
      TOKENTRAIL_PROMETHEUS_URL: 'http://127.0.0.1:9',
    });
    const { adminUrl = '', viewerUrl = '' } = child.ready;
    const proxied = `${viewerUrl.replace(/\/$/, '')}${PROXY}/ledger/?default_format=JSON`;
    return {
      pid: child.pid,
      memoryMiB: 1000,
      canary: { url: proxied, method: 'POST', headers: {}, body: 'SELECT count() FROM usage_records' },
      async attack({ as, requests }) {
        const port = Number(new URL(as === 'admin' ? adminUrl : viewerUrl).port);
        const responses = await Promise.all(requests.map((request) => send(port, request)));
        responses.forEach((response) => checkResponse(response, as));
      },
      finish: () => Promise.resolve(),
      async stop() {
        await child.stop();
        await store.stop();
      },
    };
  },
};

function checkResponse(response: string, as: PreviewAttack['as']): void {
  if (response.includes(PLANTED)) throw new Error('the response holds a password');
  if (response.includes('root:x:0:0')) throw new Error('the response holds a file of the machine');
  if (as === 'viewer' && response.includes(IN_ATTEMPTS)) throw new Error('a viewer reads attempts');
}
