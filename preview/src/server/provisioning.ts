import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { type Environment, expandAll } from './environment.ts';
import { type JsonObject, objectOf, objectsOf, textOf } from './json.ts';

export interface DataSource {
  id: number;
  uid: string;
  name: string;
  type: string;
  url: string;
  isDefault: boolean;
  jsonData: JsonObject;
  /** Never leaves the server. */
  secureJsonData: Record<string, string>;
}

export interface AppSettings {
  jsonData: JsonObject;
  secureJsonData: Record<string, string>;
}

export interface Provisioning {
  dataSources: DataSource[];
  /** App settings by plugin id. Only these can change while the preview runs. */
  apps: Map<string, AppSettings>;
  dashboards: JsonObject[];
}

/** Reads Grafana's provisioning folder: `datasources/`, `plugins/` and the dashboards' JSON below `dashboards/`. */
export function readProvisioning(folder: string, env: Environment): Provisioning {
  const dataSources = readYaml(folder, 'datasources', env).flatMap((file) => objectsOf(file['datasources']));
  const apps = readYaml(folder, 'plugins', env).flatMap((file) => objectsOf(file['apps']));
  return {
    dataSources: withOneDefault(dataSources.map(readDataSource)),
    apps: new Map(apps.map((app) => [textOf(app['type']), readApp(app)])),
    dashboards: filesBelow(path.join(folder, 'dashboards'), ['.json']).map((file) =>
      objectOf(JSON.parse(readFileSync(file, 'utf8'))),
    ),
  };
}

function readYaml(folder: string, part: string, env: Environment): JsonObject[] {
  return filesBelow(path.join(folder, part), ['.yaml', '.yml']).map((file) =>
    objectOf(expandAll(parse(readFileSync(file, 'utf8')), env)),
  );
}

function filesBelow(folder: string, extensions: string[]): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.includes(path.extname(entry.name)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function readDataSource(entry: JsonObject, index: number): DataSource {
  const name = textOf(entry['name']);
  return {
    id: index + 1,
    uid: textOf(entry['uid'], name.toLowerCase().replace(/[^a-z0-9]+/g, '-')),
    name,
    type: textOf(entry['type']),
    url: textOf(entry['url']),
    isDefault: entry['isDefault'] === true,
    jsonData: objectOf(entry['jsonData']),
    secureJsonData: secretsOf(entry),
  };
}

function readApp(entry: JsonObject): AppSettings {
  return { jsonData: objectOf(entry['jsonData']), secureJsonData: secretsOf(entry) };
}

export function secretsOf(entry: JsonObject): Record<string, string> {
  const secrets = Object.entries(objectOf(entry['secureJsonData']));
  return Object.fromEntries(secrets.map(([key, value]) => [key, String(value)]));
}

/** Grafana uses the first data source if none is marked as default. */
function withOneDefault(dataSources: DataSource[]): DataSource[] {
  const marked = dataSources.some((dataSource) => dataSource.isDefault);
  return dataSources.map((dataSource, index) => ({
    ...dataSource,
    isDefault: marked ? dataSource.isDefault : index === 0,
  }));
}
