import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GrafanaApi } from './api.ts';
import { bootData, type Installation } from './boot-data.ts';
import { findGrafanaAsset } from './grafana-assets.ts';
import { BadRequest, guardedListener } from './guarded-listener.ts';
import { renderPage } from './page.ts';
import { sendJson } from './responses.ts';
import { refusalOf } from './same-site.ts';
import { sendFile } from './static-files.ts';
import { UserStorage } from './user-storage.ts';
import { previewUser, type Role } from './users.ts';

export interface ListenerOptions extends Installation {
  port: number;
  role: Role;
  /** `/` or `/grafana/`. */
  subPath: string;
  /** Folder of the built page, the text of its index.html, and the folder from which its libraries are found. */
  page: { folder: string; template: string; libraries: string };
}

export interface Listener {
  url: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Maximum size of request headers, as in Go's server. */
const MAX_REQUEST_HEADERS_BYTES = 1024 * 1024;
const PLUGIN_FILE = /^\/public\/plugins\/([^/]+)\/(.+)$/;

/** Starts a server for one user with the page, the plugins' files and the API. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const server = http.createServer({ maxHeaderSize: MAX_REQUEST_HEADERS_BYTES, requestTimeout: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${LOOPBACK}:${port}${options.subPath}`;
  server.on(
    'request',
    guardedListener(requestHandler(options, port), (error) => console.error('preview:', error)),
  );
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function requestHandler(options: ListenerOptions, port: number) {
  const { subPath } = options;
  const user = previewUser(options.role, options.plugins.app);
  const api = new GrafanaApi(options, user);
  const storage = new UserStorage(user);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [rawPath = '', query = ''] = splitOnce(request.url ?? '/', '?');
    const path = withoutSubPath(rawPath, subPath);
    const isStorage = path?.startsWith('/apis/') === true;
    const isApi = isStorage || path?.startsWith('/api/') === true;
    const isPublic = path?.startsWith('/public/') === true;
    // Pages of other origins must not read any response, even in browsers that do not send Sec-Fetch headers.
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    const refusal = refusalOf(request, port, !isApi && !isPublic);
    if (refusal !== undefined) {
      sendJson(response, 403, { message: refusal });
    } else if (!rawPath.startsWith('/')) {
      throw new BadRequest('The request target is not a path. Send it as /path?query.');
    } else if (path !== undefined && isStorage) {
      await storage.handle(request, response, path);
    } else if (path !== undefined && isApi) {
      await api.handle(request, response, path, query);
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new BadRequest('Only GET and HEAD are allowed', 405);
    } else if (path === undefined) {
      response.writeHead(302, { location: subPath }).end();
    } else if (isPublic) {
      await sendPublic(request, response, options, path);
    } else {
      const rootUrl = `http://${request.headers.host}${subPath}`;
      const { headers, html } = renderPage(options.page.template, bootData(options, user, rootUrl), rootUrl);
      response.writeHead(200, headers).end(html);
    }
  };
}

async function sendPublic(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenerOptions,
  path: string,
): Promise<void> {
  const pluginFile = PLUGIN_FILE.exec(path);
  if (pluginFile !== null) {
    const [, id = '', name = ''] = pluginFile;
    const plugin = options.plugins.byId.get(id);
    if (plugin === undefined) {
      sendJson(response, 404, { message: 'Plugin not found' });
    } else if (!(await sendFile(request, response, plugin.folder, decodePath(name)))) {
      sendJson(response, 404, { message: 'Plugin file not found' });
    }
    return;
  }
  const decoded = decodePath(path);
  const { page } = options;
  const { folder, name } = findGrafanaAsset(decoded, page.libraries) ?? { folder: page.folder, name: decoded };
  if (!(await sendFile(request, response, folder, name))) {
    sendJson(response, 404, { message: 'Not found' });
  }
}

/**
 * Path below the sub path; undefined outside of it. Under a sub path, Grafana reads the escapes and writes those again that a
 * path needs, so that `%2f` separates two names.
 */
function withoutSubPath(path: string, subPath: string): string | undefined {
  if (!path.startsWith(subPath)) {
    return undefined;
  }
  const rest = path.slice(subPath.length - 1);
  return subPath === '/' ? rest : encodeURI(decodePath(rest)).replace(/[?#!'()*]/g, escapeOf);
}

function escapeOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** @throws BadRequest if the escapes are not valid UTF-8, or for a null byte, which file names cannot contain. */
function decodePath(path: string): string {
  const decoded = decodeGuarded(path);
  if (decoded === undefined || decoded.includes('\0')) {
    throw new BadRequest('The path cannot be decoded. Write it as UTF-8 with percent escapes.');
  }
  return decoded;
}

function decodeGuarded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
