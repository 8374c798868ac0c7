/** The files of the collector as a release contains them: for a collector of ours, and for the contrib distribution. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { collectorBinary } from '@tokentrail/collector-config';
import { parse } from 'yaml';
import { AUTH_CONFIG_FILE, COLLECTOR_CONFIG_FILES, STOCK_CONFIG_FILES } from '../../collector-config/src/files.ts';
import { packCollector } from '../../scripts/release/collector.ts';
import { scratchFolder } from './setup.ts';

const KINDS = ['receivers', 'processors', 'exporters', 'extensions'] as const;
type Components = Partial<Record<(typeof KINDS)[number], object>>;

/** Values of the variables that have no default. */
const ENVIRONMENT = {
  TOKENTRAIL_LEDGER_ENDPOINT: 'http://ledger:8123',
  TOKENTRAIL_LEDGER_USER: 'tokentrail_writer',
  TOKENTRAIL_LEDGER_PASSWORD: 'a',
  TOKENTRAIL_TRACES_ENDPOINT: 'http://traces:8123',
  TOKENTRAIL_TRACES_USER: 'tokentrail_writer',
  TOKENTRAIL_TRACES_PASSWORD: 'b',
  TOKENTRAIL_OTLP_LISTEN: '127.0.0.1:4318',
  TOKENTRAIL_OTLP_TOKEN: 'c',
  TOKENTRAIL_HEALTH_LISTEN: '127.0.0.1:13133',
  TOKENTRAIL_METRICS_LISTEN: '127.0.0.1:9464',
  TOKENTRAIL_SELF_METRICS_HOST: '127.0.0.1',
  TOKENTRAIL_SELF_METRICS_PORT: '8888',
};

test('the released files are valid for our collector, and those for contrib use none of our own components', async (t) => {
  const folder = packCollector(scratchFolder(t));
  const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8')) as Components;
  const validate = async (binary: string, files: readonly string[]) => {
    const env = { ...ENVIRONMENT, TOKENTRAIL_QUEUE_DIR: folder };
    const args = files.map((file) => `--config=${join(folder, file)}`);
    await promisify(execFile)(binary, ['validate', ...args], { env });
  };
  const binary = await collectorBinary();
  await validate(binary, [...COLLECTOR_CONFIG_FILES, AUTH_CONFIG_FILE]);
  await validate(binary, [...STOCK_CONFIG_FILES, AUTH_CONFIG_FILE]);
  // A binary with the components of contrib alone, of the manifest's version: the image's, or one of the builder.
  const contrib = process.env.OTELCOL_CONTRIB;
  if (contrib !== undefined) await validate(contrib, [...STOCK_CONFIG_FILES, AUTH_CONFIG_FILE]);

  const names = [...STOCK_CONFIG_FILES, AUTH_CONFIG_FILE].flatMap((file) =>
    KINDS.flatMap((kind) => Object.keys(read(file)[kind] ?? {})),
  );
  assert.ok(names.length > 10);
  assert.deepEqual(
    names.filter((name) => name.startsWith('tokentrail')),
    [],
  );
  await assert.rejects(validate(binary, ['limits.yaml']), 'an incomplete configuration is refused');
});

test('the released manifest finds the sources of our components, and a license', (t) => {
  const folder = packCollector(scratchFolder(t));
  const manifest = parse(readFileSync(join(folder, 'manifest.yaml'), 'utf8')) as Record<string, { path?: string }[]>;
  const paths = Object.values(manifest).flatMap((parts) => (Array.isArray(parts) ? parts.map(({ path }) => path) : []));
  const own = paths.filter((path) => path !== undefined);
  assert.equal(own.length, 2);
  for (const path of own) assert.ok(existsSync(join(folder, path, 'go.mod')), path);
  assert.ok(existsSync(join(folder, 'LICENSE')));
});
