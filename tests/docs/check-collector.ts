import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { COLLECTOR_CONFIG_FILES, collectorBinary, collectorConfigPath } from '@tokentrail/collector-config';

const ENVIRONMENT = {
  TOKENTRAIL_OTLP_LISTEN: '127.0.0.1:0',
  TOKENTRAIL_HEALTH_LISTEN: '127.0.0.1:0',
  TOKENTRAIL_METRICS_LISTEN: '127.0.0.1:0',
  TOKENTRAIL_SELF_METRICS_PORT: '0',
  TOKENTRAIL_QUEUE_DIR: tmpdir(),
  TOKENTRAIL_LEDGER_ENDPOINT: 'http://127.0.0.1:8123',
  TOKENTRAIL_LEDGER_USER: 'tokentrail_writer',
  TOKENTRAIL_LEDGER_PASSWORD: 'secret',
  TOKENTRAIL_TRACES_ENDPOINT: 'http://127.0.0.1:8123',
  TOKENTRAIL_TRACES_USER: 'tokentrail_writer',
  TOKENTRAIL_TRACES_PASSWORD: 'secret',
};

/** Lets the collector's binary validate a file that is passed after ours. */
export async function checkCollectorConfig(text: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-docs-'));
  const own = join(folder, 'own.yaml');
  writeFileSync(own, text);
  const configs = [...COLLECTOR_CONFIG_FILES.map(collectorConfigPath), own].map((file) => `--config=${file}`);
  try {
    await promisify(execFile)(await collectorBinary(), ['validate', ...configs], { env: ENVIRONMENT });
    return [];
  } catch (error) {
    return [String((error as { stderr?: string }).stderr ?? error)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
