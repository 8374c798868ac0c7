import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type JsonObject, objectOf, objectsOf, textOf } from './json.ts';

export interface ProxyRoute {
  /** Prefix of the request paths that use the route. */
  path: string;
  /** Absent: all methods. */
  method?: string;
  /** Templates, see `route-template.ts`. */
  url: string;
  headers: { name: string; content: string }[];
  /** Users with this action may use the route. */
  action?: string;
  /** Without an action, users with at least this role may use the route. */
  role?: string;
}

export interface Plugin {
  id: string;
  type: 'app' | 'datasource' | 'panel';
  /** Folder of its plugin.json. Files under `/public/plugins/<id>/` are served from it. */
  folder: string;
  manifest: JsonObject;
  routes: ProxyRoute[];
}

/** The app and its nested plugins, by id. */
export interface PluginSet {
  app: Plugin;
  byId: ReadonlyMap<string, Plugin>;
}

/**
 * Reads a built app plugin: the `plugin.json` files in its folder and all folders below.
 * @throws if the folder does not contain an app plugin.
 */
export function readPlugins(folder: string): PluginSet {
  const root = path.resolve(folder);
  if (!existsSync(path.join(root, 'plugin.json'))) {
    throw new Error(`no plugin.json in ${root}: build the plugin first`);
  }
  const plugins = manifestFolders(root).map(readPlugin);
  const app = plugins.find((plugin) => plugin.folder === root);
  if (app?.type !== 'app') {
    throw new Error(`${root} does not contain an app plugin`);
  }
  return { app, byId: new Map(plugins.map((plugin) => [plugin.id, plugin])) };
}

function manifestFolders(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'plugin.json')
    .map((entry) => entry.parentPath);
}

function readPlugin(folder: string): Plugin {
  const manifest = objectOf(JSON.parse(readFileSync(path.join(folder, 'plugin.json'), 'utf8')));
  const type = textOf(manifest['type']);
  if (type !== 'app' && type !== 'datasource' && type !== 'panel') {
    throw new Error(`${folder}/plugin.json: unknown plugin type "${type}"`);
  }
  return { id: textOf(manifest['id']), type, folder, manifest, routes: objectsOf(manifest['routes']).map(readRoute) };
}

function readRoute(route: JsonObject): ProxyRoute {
  const action = textOf(route['reqAction']);
  const role = textOf(route['reqRole']);
  const method = textOf(route['method']);
  return {
    path: textOf(route['path']),
    url: textOf(route['url']),
    headers: objectsOf(route['headers']).map((header) => ({
      name: textOf(header['name']),
      content: textOf(header['content']),
    })),
    ...(method === '' ? {} : { method }),
    ...(action === '' ? {} : { action }),
    ...(role === '' ? {} : { role }),
  };
}
