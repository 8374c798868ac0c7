import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Installation, pluginMeta } from './boot-data.ts';
import { proxyToDataSource } from './data-source-proxy.ts';
import { type JsonObject, objectOf, textOf } from './json.ts';
import { readJsonBody } from './request-body.ts';
import type { Plugin, PluginSet } from './plugins.ts';
import { type DataSource, type Provisioning, secretsOf } from './provisioning.ts';
import { sendJson } from './responses.ts';
import type { User } from './users.ts';

const APP_SETTINGS_PATH = /^\/api\/plugins\/([\w-]+)\/settings$/;
const PROXY_PATH = /^\/api\/datasources\/proxy\/uid\/([\w-]+)(?:\/(.*))?$/s;

/** Serves the part of Grafana's HTTP API that plugins use, with the same responses as Grafana. */
export class GrafanaApi {
  readonly #plugins: PluginSet;
  readonly #provisioning: Provisioning;
  readonly #version: string;
  readonly #user: User;

  constructor({ plugins, provisioning, version }: Installation, user: User) {
    this.#plugins = plugins;
    this.#provisioning = provisioning;
    this.#version = version;
    this.#user = user;
  }

  /** @param rawPath path as sent, without sub path and query; starts with `/api/`. */
  async handle(request: IncomingMessage, response: ServerResponse, rawPath: string, query: string): Promise<void> {
    const proxied = PROXY_PATH.exec(rawPath);
    if (proxied !== null) {
      await this.#proxy(request, response, proxied[1] ?? '', proxied[2] ?? '', query);
      return;
    }
    const { status, body } = await this.#response(request, rawPath);
    sendJson(response, status, body);
  }

  async #response(request: IncomingMessage, rawPath: string): Promise<ResponseReader> {
    const appId = APP_SETTINGS_PATH.exec(rawPath)?.[1];
    if (request.method === 'POST' && appId === this.#plugins.app.id) {
      return this.#saveAppSettings(request);
    }
    return request.method === 'GET' || request.method === 'HEAD' ? this.#get(rawPath) : this.#change(rawPath);
  }

  /** Keeps settings until the preview stops; the next start reads the provisioning files again. */
  async #saveAppSettings(request: IncomingMessage): Promise<ResponseReader> {
    if (this.#user.role !== 'Admin') {
      return { status: 403, body: { message: "You'll need additional permissions to perform this action." } };
    }
    const saved = await readJsonBody(request);
    const { id } = this.#plugins.app;
    const before = this.#provisioning.apps.get(id);
    this.#provisioning.apps.set(id, {
      jsonData: objectOf(saved['jsonData']),
      secureJsonData: { ...before?.secureJsonData, ...secretsOf(saved) },
    });
    return ok({ message: 'Plugin settings updated' });
  }

  async #proxy(
    request: IncomingMessage,
    response: ServerResponse,
    uid: string,
    path: string,
    query: string,
  ): Promise<void> {
    const dataSource = this.#dataSource(uid);
    if (dataSource === undefined) {
      sendJson(response, 404, { message: 'Unable to find datasource', traceID: '' });
      return;
    }
    const plugin = this.#plugins.byId.get(dataSource.type);
    await proxyToDataSource(request, response, dataSource, plugin, this.#user, { path, query });
  }

  #get(path: string): ResponseReader {
    switch (path) {
      case '/api/health':
        return ok({ database: 'ok', version: this.#version });
      case '/api/user':
        return ok(this.#userDto());
      case '/api/user/preferences':
        return ok({});
      case '/api/datasources':
        return ok(this.#provisioning.dataSources.map((source) => this.#listDto(source)));
      case '/api/annotations':
        return ok([]);
      case '/api/search':
        return ok(this.#provisioning.dashboards.map((dashboard) => searchHit(dashboard)));
    }
    const [, , area, first = '', second = '', third = ''] = path.split('/').map(decodeGuarded);
    if (area === 'plugins' && second === 'settings') {
      return this.#pluginSettings(first);
    }
    if (area === 'datasources' && first === 'uid') {
      return third === 'health' ? PLUGIN_UNAVAILABLE : this.#dataSourceSettings(second);
    }
    if (area === 'dashboards' && first === 'uid') {
      return this.#dashboard(second);
    }
    return NOT_FOUND;
  }

  /** Provisioned objects are read-only, as in Grafana. */
  #change(path: string): ResponseReader {
    if (path === '/api/ds/query') {
      return PLUGIN_UNAVAILABLE;
    }
    if (/^\/api\/(datasources|plugins|dashboards|user)\b/.test(path)) {
      return { status: 403, body: { message: 'The preview page is read-only. Edit its provisioning files instead.' } };
    }
    return NOT_FOUND;
  }

  #dataSource(uid: string): DataSource | undefined {
    return this.#provisioning.dataSources.find((source) => source.uid === uid);
  }

  #userDto(): JsonObject {
    const { id, login, role } = this.#user;
    return {
      id,
      uid: login,
      login,
      name: login,
      email: `${login}@localhost`,
      orgId: 1,
      isGrafanaAdmin: role === 'Admin',
      theme: '',
    };
  }

  #pluginSettings(id: string): ResponseReader {
    const plugin = this.#plugins.byId.get(id);
    if (plugin === undefined) {
      return { status: 404, body: { message: 'Plugin not found, no installed plugin with that id' } };
    }
    const settings = this.#provisioning.apps.get(id);
    return ok({
      ...pluginMeta(plugin),
      enabled: plugin.type === 'app',
      pinned: plugin.type === 'app',
      jsonData: settings?.jsonData ?? null,
      secureJsonFields: fieldsSet(settings?.secureJsonData ?? {}),
    });
  }

  #listDto(source: DataSource): JsonObject {
    const plugin = this.#plugins.byId.get(source.type);
    return {
      id: source.id,
      uid: source.uid,
      orgId: 1,
      name: source.name,
      type: source.type,
      typeName: plugin?.manifest['name'] ?? source.type,
      typeLogoUrl: plugin === undefined ? '' : `public/plugins/${plugin.id}/${logoOf(plugin)}`,
      access: 'proxy',
      url: this.#user.role === 'Admin' ? source.url : '',
      isDefault: source.isDefault,
      basicAuth: false,
      jsonData: source.jsonData,
      readOnly: true,
    };
  }

  #dataSourceSettings(uid: string): ResponseReader {
    const source = this.#dataSource(uid);
    if (source === undefined) {
      return { status: 404, body: { message: 'Data source not found' } };
    }
    return ok({
      ...this.#listDto(source),
      secureJsonFields: fieldsSet(source.secureJsonData),
      version: 1,
      withCredentials: false,
    });
  }

  #dashboard(uid: string): ResponseReader {
    const dashboard = this.#provisioning.dashboards.find((candidate) => candidate['uid'] === uid);
    if (dashboard === undefined) {
      return { status: 404, body: { message: 'Dashboard not found' } };
    }
    return ok({ dashboard, meta: { canEdit: false, canSave: false, provisioned: true, url: `/d/${uid}` } });
  }
}

interface ResponseReader {
  status: number;
  body: unknown;
}

const NOT_FOUND: ResponseReader = { status: 404, body: { message: 'Not found' } };
/** A front-end data source has no backend. */
const PLUGIN_UNAVAILABLE: ResponseReader = {
  status: 500,
  body: { statusCode: 500, messageId: 'plugin.unavailable', message: 'Plugin unavailable' },
};

function ok(body: unknown): ResponseReader {
  return { status: 200, body };
}

function searchHit(dashboard: JsonObject): JsonObject {
  const uid = textOf(dashboard['uid']);
  return { uid, title: dashboard['title'], type: 'dash-db', url: `/d/${uid}`, tags: dashboard['tags'] ?? [] };
}

function fieldsSet(secrets: Record<string, string>): Record<string, boolean> {
  return Object.fromEntries(Object.entries(secrets).flatMap(([key, value]) => (value === '' ? [] : [[key, true]])));
}

function logoOf(plugin: Plugin): string {
  return textOf(objectOf(objectOf(plugin.manifest['info'])['logos'])['small']);
}

function decodeGuarded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
