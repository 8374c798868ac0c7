import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildPreview } from './build-preview.ts';
import type { Environment } from './environment.ts';
import { DEFAULT_RELEASE, type GrafanaRelease, grafanaVersion, libraryFolder } from './grafana-release.ts';
import { startListener } from './listener.ts';
import { readPlugins } from './plugins.ts';
import { readProvisioning } from './provisioning.ts';

export interface PreviewOptions {
  /** Folder of the built app plugin: its `plugin.json` and `module.js`. */
  pluginDir: string;
  /** Grafana's provisioning folder. */
  provisioningDir: string;
  /** Variables for the provisioning files. */
  env: Environment;
  /** 0 selects a free port. Default: admin 3000, viewer 3001. */
  ports?: { admin: number; viewer: number };
  /** Default `/`. */
  subPath?: string;
  /** The Grafana whose libraries the page is built with. Default: 12.4. */
  grafana?: GrafanaRelease;
}

export interface Preview {
  adminUrl: string;
  viewerUrl: string;
  stop(): Promise<void>;
}

/** Builds the page if needed and serves it on loopback with two listeners: one for the admin, one for a viewer. */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const release = options.grafana ?? DEFAULT_RELEASE;
  const folder = await buildPreview(release);
  const ports = options.ports ?? { admin: 3000, viewer: 3001 };
  const shared = {
    subPath: asSubPath(options.subPath ?? '/'),
    plugins: readPlugins(options.pluginDir),
    provisioning: readProvisioning(options.provisioningDir, options.env),
    version: grafanaVersion(release),
    page: {
      folder,
      template: readFileSync(path.join(folder, 'index.html'), 'utf8'),
      libraries: libraryFolder(release),
    },
  };
  const admin = await startListener({ ...shared, port: ports.admin, role: 'Admin' });
  try {
    const viewer = await startListener({ ...shared, port: ports.viewer, role: 'Viewer' });
    return {
      adminUrl: admin.url,
      viewerUrl: viewer.url,
      stop: async () => {
        await Promise.all([admin.stop(), viewer.stop()]);
      },
    };
  } catch (error) {
    await admin.stop();
    throw error;
  }
}

function asSubPath(text: string): string {
  const name = text.replace(/^\/+|\/+$/g, '');
  return name === '' ? '/' : `/${name}/`;
}
