import { startCollector } from '@tokentrail/collector-config';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { say } from './say.ts';
import type { Setting } from './setting.ts';

/** Starts the ledger, the traces store and the collector that writes to them. */
export async function startStores(setting: Setting, collectorBinary: string): Promise<void> {
  const { state, ports, passwords, otlpToken, supervisor } = setting;
  await Promise.all(
    (['ledger', 'traces'] as const).map((role) =>
      supervisor.start({
        name: `${role} store`,
        logFile: state.log(role),
        endsWithParent: true,
        start: async (spawned) => {
          const store = await startEmbeddedClickHouse({
            dataDir: state.in(role),
            port: ports[role],
            role,
            passwords,
            hideMargin: process.env['TOKENTRAIL_HIDE_MARGIN'] === '1',
            logFile: state.log(role),
          });
          spawned(store.pid);
          return { ended: store.died, stop: () => store.stop() };
        },
      }),
    ),
  );
  const listen = (port: number) => `127.0.0.1:${port}`;
  const writer = { user: 'tokentrail_writer', password: passwords.tokentrail_writer };
  const options = {
    binary: collectorBinary,
    dataDir: state.in('collector'),
    logFile: state.log('collector'),
    env: {
      TOKENTRAIL_LEDGER_ENDPOINT: `http://127.0.0.1:${ports.ledger}`,
      TOKENTRAIL_LEDGER_USER: writer.user,
      TOKENTRAIL_LEDGER_PASSWORD: writer.password,
      TOKENTRAIL_TRACES_ENDPOINT: `http://127.0.0.1:${ports.traces}`,
      TOKENTRAIL_TRACES_USER: writer.user,
      TOKENTRAIL_TRACES_PASSWORD: writer.password,
      TOKENTRAIL_OTLP_LISTEN: listen(ports.otlp),
      TOKENTRAIL_OTLP_TOKEN: otlpToken,
      TOKENTRAIL_HEALTH_LISTEN: listen(ports.collectorHealth),
      TOKENTRAIL_METRICS_LISTEN: listen(ports.collectorMetrics),
      TOKENTRAIL_SELF_METRICS_PORT: String(ports.collectorSelf),
    },
    onWarning: say,
  };
  await supervisor.start({
    name: 'collector',
    logFile: options.logFile,
    start: async (onSpawn) => {
      const { exited, stop } = await startCollector({ ...options, onSpawn });
      return { ended: exited.then((code) => (code === null ? 'a signal' : `exit code ${code}`)), stop };
    },
  });
}
