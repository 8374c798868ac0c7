import { startCollector } from '@tokentrail/collector-config';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import type { Setting } from './native.ts';
import { say } from './say.ts';

/** The ledger, the traces store and the collector in front of them. */
export async function startStores(setting: Setting, collectorBinary: string): Promise<void> {
  const { state, ports, passwords, otlpToken, running } = setting;
  const [ledger, traces] = await Promise.all(
    (['ledger', 'traces'] as const).map(async (role) => {
      const store = await startEmbeddedClickHouse({ dataDir: state.in(role), port: ports[role], role, passwords });
      running.push({ name: `${role} store`, stop: () => store.stop() });
      return store;
    }),
  );
  if (ledger === undefined || traces === undefined) {
    throw new Error('a store did not start');
  }
  const listen = (port: number) => `127.0.0.1:${port}`;
  const writer = { user: 'tokentrail_writer', password: passwords.tokentrail_writer };
  const collector = await startCollector({
    binary: collectorBinary,
    dataDir: state.in('collector'),
    env: {
      TOKENTRAIL_LEDGER_ENDPOINT: ledger.url,
      TOKENTRAIL_LEDGER_USER: writer.user,
      TOKENTRAIL_LEDGER_PASSWORD: writer.password,
      TOKENTRAIL_TRACES_ENDPOINT: traces.url,
      TOKENTRAIL_TRACES_USER: writer.user,
      TOKENTRAIL_TRACES_PASSWORD: writer.password,
      TOKENTRAIL_OTLP_LISTEN: listen(ports.otlp),
      TOKENTRAIL_OTLP_TOKEN: otlpToken,
      TOKENTRAIL_HEALTH_LISTEN: listen(ports.collectorHealth),
      TOKENTRAIL_METRICS_LISTEN: listen(ports.collectorMetrics),
      TOKENTRAIL_SELF_METRICS_PORT: String(ports.collectorSelf),
    },
    onWarning: say,
  });
  running.push({ name: 'collector', stop: () => collector.stop() });
}
