import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReplayedProvider, type ReplayedProvider } from '@tokentrail/example-providers';
import { startPreview, type Preview, type PreviewOptions } from '@tokentrail/preview';
import { Chain } from '../chain/chain.ts';
import { runProgram } from '../chain/program.ts';
import { settled } from '../chain/wait.ts';
import { previewSite, realGrafanaSite, type GrafanaSite } from './grafana.ts';
import { ROOT } from './markdown.ts';

/** Calls of `sample-calls.mjs`. */
const SAMPLES = 4;

/** What the commands of all pages run against: the chain, a page that behaves like Grafana, and a provider. */
export interface Site {
  chain: Chain;
  preview: Preview;
  /** The Grafana of GRAFANA_URL; without it the preview. */
  grafana: GrafanaSite;
  provider: ReplayedProvider;
  /** A folder for the files of the pages, removed at the end. */
  folder: string;
  stop(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-docs-'));
  mkdirSync(join(folder, 'spool'));
  /** What is running, the first first. */
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const chain = await Chain.start();
    stops.push(() => chain.stop());
    const provider = await startReplayedProvider();
    stops.push(() => provider.stop());
    const preview = await startPreview(previewOptions(chain));
    stops.push(() => preview.stop());
    await recordSamples(chain, provider);
    const isReal = process.env['GRAFANA_URL'] !== undefined;
    const grafana = isReal ? await realGrafanaSite(storesOf(chain)) : previewSite(preview);
    stops.push(() => grafana.stop());
    return { chain, preview, grafana, provider, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function previewOptions(chain: Chain): PreviewOptions {
  return {
    pluginDir: join(ROOT, 'grafana-plugin', 'dist'),
    provisioningDir: join(ROOT, 'provisioning'),
    env: {
      ...chain.operatorEnvironment(),
      TOKENTRAIL_PROMETHEUS_URL: 'http://127.0.0.1:9090',
      TOKENTRAIL_HIDE_MARGIN: '',
    },
    ports: { admin: 0, viewer: 0 },
  };
}

async function recordSamples(chain: Chain, provider: ReplayedProvider): Promise<void> {
  await runProgram(join(import.meta.dirname, 'sample-calls.mjs'), null, {
    instrumented: true,
    env: {
      PROVIDER_URL: provider.url,
      OTEL_SERVICE_NAME: 'shop',
      TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl,
      TOKENTRAIL_CAPTURE: 'full',
    },
  });
  const records = await settled(
    () => chain.records(),
    ({ length }) => length === SAMPLES,
  );
  assert.equal(records.length, SAMPLES, 'the sample calls are in the ledger');
}

function storesOf(chain: Chain): Record<string, string> {
  const env = chain.operatorEnvironment();
  return {
    ledgerUrl: env['TOKENTRAIL_LEDGER_URL'] ?? '',
    ledgerUser: 'tokentrail_ledger_reader',
    ledgerPassword: env['TOKENTRAIL_LEDGER_READER_PASSWORD'] ?? '',
    attemptsUrl: env['TOKENTRAIL_LEDGER_URL'] ?? '',
    attemptsUser: 'tokentrail_attempts_reader',
    attemptsPassword: env['TOKENTRAIL_ATTEMPTS_READER_PASSWORD'] ?? '',
    tracesUrl: env['TOKENTRAIL_TRACES_URL'] ?? '',
    tracesUser: 'tokentrail_traces_reader',
    tracesPassword: env['TOKENTRAIL_TRACES_READER_PASSWORD'] ?? '',
  };
}
