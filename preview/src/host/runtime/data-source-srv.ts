import type { DataSourceApi, DataSourceInstanceSettings, DataSourceRef, ScopedVars } from '@grafana/data';
import { config, type DataSourceSrv, type GetDataSourceListFilters, getTemplateSrv } from '@grafana/runtime';
import { loadDataSource } from '../plugin-loader.ts';

type Ref = DataSourceRef | string | null | undefined;

/** Finds data sources by uid or name, lists them, and creates one instance of each. */
export class PreviewDataSourceSrv implements DataSourceSrv {
  readonly #instances = new Map<string, Promise<DataSourceApi>>();

  get(ref?: Ref, scopedVars?: ScopedVars): Promise<DataSourceApi> {
    const settings = this.getInstanceSettings(ref, scopedVars);
    if (settings === undefined) {
      return Promise.reject(new Error(`Datasource ${nameOf(ref)} was not found`));
    }
    const instance = this.#instances.get(settings.uid) ?? createInstance(settings);
    this.#instances.set(settings.uid, instance);
    return instance;
  }

  getList(filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    return Object.values(config.datasources)
      .filter((settings) => matches(settings, filters))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  getInstanceSettings(ref?: Ref, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const all = Object.values(config.datasources);
    const asked = getTemplateSrv().replace(nameOf(ref), scopedVars);
    if (asked === '' || asked === 'default') {
      return all.find((settings) => settings.isDefault);
    }
    return all.find((settings) => settings.uid === asked) ?? all.find((settings) => settings.name === asked);
  }

  /** Async, as Grafana 13 expects it. */
  reload(): Promise<void> {
    this.#instances.clear();
    return Promise.resolve();
  }

  registerRuntimeDataSource(): void {
    throw new Error('the preview page has no runtime data sources');
  }
}

async function createInstance(settings: DataSourceInstanceSettings): Promise<DataSourceApi> {
  if (settings.meta.module.startsWith('core:')) {
    throw new Error(`${settings.name} (${settings.type}) is part of Grafana and not available on the preview page`);
  }
  const plugin = await loadDataSource(settings.meta.module);
  const instance = new plugin.DataSourceClass(settings);
  instance.components = plugin.components;
  // Set what the parent constructor sets, for classes that do not call it.
  return Object.assign(instance, {
    name: settings.name,
    id: settings.id,
    uid: settings.uid,
    type: settings.type,
    meta: settings.meta,
  });
}

function nameOf(ref: Ref): string {
  return (typeof ref === 'object' && ref !== null ? ref.uid : ref) ?? '';
}

function matches(settings: DataSourceInstanceSettings, filters: GetDataSourceListFilters): boolean {
  const { meta } = settings;
  const capabilities = ['metrics', 'tracing', 'logs', 'annotations', 'alerting'] as const;
  const types = filters.type === undefined ? undefined : [filters.type].flat();
  return (
    capabilities.every((capability) => filters[capability] !== true || meta[capability] === true) &&
    (filters.pluginId === undefined || meta.id === filters.pluginId) &&
    (types === undefined || types.includes(settings.type)) &&
    (filters.filter === undefined || filters.filter(settings))
  );
}
