import type { AppPlugin, AppPluginMeta, DataSourcePlugin, DataSourceApi, PanelPlugin } from '@grafana/data';
import { config, getBackendSrv } from '@grafana/runtime';

interface PluginModule<T> {
  plugin: T;
}

const loaded = new Map<string, Promise<unknown>>();

/** Loads a plugin's module once. @param modulePath path in Grafana's form: `public/plugins/<id>/module.js`. */
function loadModule<T>(modulePath: string): Promise<PluginModule<T>> {
  const url = new URL(modulePath, document.baseURI).href;
  const module = loaded.get(url) ?? window.System.import(url);
  loaded.set(url, module);
  return module as Promise<PluginModule<T>>;
}

/** Fetches the app's settings, loads the app and initialises it with them. */
export async function loadApp(id: string): Promise<{ plugin: AppPlugin; meta: AppPluginMeta }> {
  const meta = await getBackendSrv().get<AppPluginMeta>(`/api/plugins/${id}/settings`);
  const { plugin } = await loadModule<AppPlugin>(meta.module);
  plugin.meta = meta;
  plugin.init(meta);
  return { plugin, meta };
}

export async function loadPanel(id: string): Promise<PanelPlugin | undefined> {
  const meta = config.panels[id];
  if (meta === undefined) {
    return undefined;
  }
  const { plugin } = await loadModule<PanelPlugin>(meta.module);
  plugin.meta = meta;
  return plugin;
}

export async function loadDataSource(modulePath: string): Promise<DataSourcePlugin<DataSourceApi>> {
  const { plugin } = await loadModule<DataSourcePlugin<DataSourceApi>>(modulePath);
  return plugin;
}
