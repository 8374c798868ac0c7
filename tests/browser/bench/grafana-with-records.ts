import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { findGrafana, startGrafana, type GrafanaEnvironment } from '../../../provisioning/src/grafana.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const GENERATE = path.join(ROOT, 'packages/usage-store/bench/generate.ts');
const DAY_MS = 86_400_000;
const PASSWORD = 'bench';

export interface GrafanaWithRecords {
  url: string;
  /** Headers that authenticate a request as admin. */
  headers: Record<string, string>;
  /** End of the records, Unix milliseconds. */
  toMs: number;
  stop(): Promise<void>;
}

/**
 * Starts a Grafana of this machine with the built plugin on a ledger of 90 days. `RECORDS` is the number of records (5 million);
 * `DATA` names a folder that keeps them, and `END` is the end that was printed when it was created.
 */
export async function startGrafanaWithRecords(env: NodeJS.ProcessEnv): Promise<GrafanaWithRecords> {
  const installation = findGrafana(env);
  if (installation === null) {
    throw new Error('There is no Grafana on this machine. Install it, or set GRAFANA_HOME to its folder.');
  }
  const temporary = mkdtempSync(path.join(tmpdir(), 'tokentrail-bench-'));
  const ledgerDir = env['DATA'] ?? path.join(temporary, 'ledger');
  const toMs = Number(env['END'] ?? Date.now());
  if (!existsSync(path.join(ledgerDir, 'engine'))) {
    const records = Number(env['RECORDS'] ?? 5_000_000);
    const generated = { records, fromMs: toMs - 90 * DAY_MS, toMs };
    execFileSync(process.execPath, [GENERATE, ledgerDir, JSON.stringify(generated)], { stdio: 'inherit' });
    console.log(`END=${toMs}`);
  }
  const ledger = await startEmbeddedClickHouse({
    dataDir: ledgerDir,
    port: 0,
    role: 'ledger',
    passwords: { tokentrail_ledger_reader: PASSWORD },
  });
  const grafana = await startGrafana({
    installation,
    pluginDir: path.join(ROOT, 'grafana-plugin/dist'),
    dataDir: path.join(temporary, 'grafana'),
    logFile: path.join(temporary, 'grafana.log'),
    port: await freePort(),
    env: environmentOf(ledger.url),
  });
  return {
    url: `${grafana.url}/`,
    headers: { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}` },
    toMs,
    stop: async () => {
      await grafana.stop();
      await ledger.stop();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** Only the ledger is read. The other addresses must be set and are not used. */
function environmentOf(ledgerUrl: string): GrafanaEnvironment {
  return {
    TOKENTRAIL_LEDGER_URL: ledgerUrl,
    TOKENTRAIL_TRACES_URL: ledgerUrl,
    TOKENTRAIL_HIDE_MARGIN: '',
    TOKENTRAIL_PROMETHEUS_URL: ledgerUrl,
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORD,
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORD,
    TOKENTRAIL_TRACES_READER_PASSWORD: PASSWORD,
    TOKENTRAIL_GRAFANA_ADMIN_PASSWORD: PASSWORD,
    TOKENTRAIL_GRAFANA_SECRET_KEY: 'a key for this benchmark only',
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
