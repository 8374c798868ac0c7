import { printWhereToLook } from './print.ts';

const store = { kind: 'clickhouse', url: 'http://127.0.0.1:1', user: 'u', password: 'store-password' } as const;

test('prints the URL and the token of the collector, but no password of a store', () => {
  const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  printWhereToLook(
    {
      ui: 'http://127.0.0.1:3000',
      ui_viewer: null,
      otlp: 'http://127.0.0.1:4318',
      otlp_token: 'the-token',
      ledger: store,
      attempts: store,
      repricer: store,
      settings: store,
      dataManager: store,
      traces: store,
      prometheus: null,
      gateway: 'http://127.0.0.1:8080',
      service: 'http://127.0.0.1:8090',
    },
    { tarballs: ['x.tgz'], adminPassword: null, logs: '/logs' },
  );
  const text = String(printed.mock.calls[0]?.[0]);
  printed.mockRestore();
  expect(text).toContain('TOKENTRAIL_OTLP_ENDPOINT=http://127.0.0.1:4318 TOKENTRAIL_OTLP_TOKEN=the-token');
  expect(text).not.toContain('store-password');
});
