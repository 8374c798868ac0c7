import { createReadStream, statSync, type Stats } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * Sends one file of a folder. Browsers revalidate files by date on each load, because a plugin in development changes
 * often.
 *
 * @param name decoded relative path; `..` cannot leave the folder.
 * @returns false, without sending anything, if there is no such file.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  name: string,
): Promise<boolean> {
  const file = path.join(folder, path.posix.normalize(`/${name}`));
  const stats = statsOf(file);
  if (stats?.isFile() !== true) {
    return false;
  }
  const headers = {
    'last-modified': stats.mtime.toUTCString(),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  };
  if (request.headers['if-modified-since'] === headers['last-modified']) {
    response.writeHead(304, headers).end();
    return true;
  }
  const contentType = CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...headers, 'content-type': contentType, 'content-length': stats.size });
  if (request.method === 'HEAD') {
    response.end();
  } else {
    // Ignore callers that disconnect early; if the file disappears, cut off the response.
    await pipeline(createReadStream(file), response).catch(() => response.destroy());
  }
  return true;
}

/** Undefined for names without a file, including names that are too long, contain a null byte, or are below a file. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
