import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPreview } from '@tokentrail/preview';
import { findGrafana, startGrafana, type GrafanaInstallation } from '../../../provisioning/src/grafana.ts';
import { say } from './say.ts';
import type { Setting } from './setting.ts';
import type { StateFolder, StorePasswords } from './state-folder.ts';

/** The Grafana or preview page that shows the plugin. */
export interface Page {
  url: string;
  /** URL of the viewer's own listener; null for a Grafana, where anonymous users are viewers. */
  viewerUrl: string | null;
  /** Password of the admin; null for the preview, where the listener decides the role. */
  adminPassword: string | null;
}

/** Starts a Grafana with our provisioning if one is installed, otherwise the preview page. */
export async function startPage(setting: Setting, prometheusUrl: string | null): Promise<Page> {
  const installation = findGrafana(process.env);
  return installation === null
    ? startPreviewPage(setting, prometheusUrl)
    : startProvisionedGrafana(setting, installation, prometheusUrl);
}

async function startProvisionedGrafana(
  { root, state, ports, passwords, supervisor }: Setting,
  installation: GrafanaInstallation,
  prometheusUrl: string | null,
): Promise<Page> {
  say('starting Grafana …');
  const secrets = grafanaSecrets(state);
  const options = {
    installation,
    pluginDir: join(root, 'grafana-plugin', 'dist'),
    dataDir: state.in('grafana'),
    logFile: state.log('grafana'),
    port: ports.ui,
    env: {
      ...storeVariables(ports, passwords, prometheusUrl),
      TOKENTRAIL_GRAFANA_ADMIN_PASSWORD: secrets.adminPassword,
      TOKENTRAIL_GRAFANA_SECRET_KEY: secrets.secretKey,
    },
  };
  await supervisor.start({
    name: 'grafana',
    logFile: options.logFile,
    start: (onSpawn) => startGrafana({ ...options, onSpawn }),
  });
  return { url: `http://127.0.0.1:${ports.ui}`, viewerUrl: null, adminPassword: secrets.adminPassword };
}

async function startPreviewPage(setting: Setting, prometheusUrl: string | null): Promise<Page> {
  const { root, ports, passwords, supervisor } = setting;
  say('starting the preview page (built once, about a minute) …');
  const options = {
    pluginDir: join(root, 'grafana-plugin', 'dist'),
    provisioningDir: join(root, 'provisioning'),
    ports: { admin: ports.ui, viewer: ports.uiViewer },
    env: storeVariables(ports, passwords, prometheusUrl),
  };
  // The preview serves from this process, so it cannot end by itself.
  await supervisor.start({ name: 'preview', logFile: null, start: () => startPreview(options) });
  const url = (port: number) => `http://127.0.0.1:${port}/`;
  return { url: url(ports.ui), viewerUrl: url(ports.uiViewer), adminPassword: null };
}

/** Environment variables that the provisioning files read. */
function storeVariables(ports: Setting['ports'], passwords: StorePasswords, prometheusUrl: string | null) {
  return {
    TOKENTRAIL_LEDGER_URL: `http://127.0.0.1:${ports.ledger}`,
    TOKENTRAIL_LEDGER_READER_PASSWORD: passwords.tokentrail_ledger_reader,
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: passwords.tokentrail_attempts_reader,
    TOKENTRAIL_TRACES_URL: `http://127.0.0.1:${ports.traces}`,
    TOKENTRAIL_TRACES_READER_PASSWORD: passwords.tokentrail_traces_reader,
    TOKENTRAIL_HIDE_MARGIN: process.env['TOKENTRAIL_HIDE_MARGIN'] ?? '',
    TOKENTRAIL_PROMETHEUS_URL: prometheusUrl ?? `http://127.0.0.1:${ports.prometheus}`,
  };
}

interface GrafanaSecrets {
  adminPassword: string;
  secretKey: string;
}

/** Generated once and kept, because Grafana's database stores the password and is encrypted with the key. */
function grafanaSecrets(state: StateFolder): GrafanaSecrets {
  const file = state.in('grafana', 'secrets.json');
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, 'utf8')) as GrafanaSecrets;
  }
  const secret = () => randomBytes(18).toString('base64url');
  const secrets = { adminPassword: secret(), secretKey: secret() };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
