import http, { type IncomingHttpHeaders } from 'node:http';

export interface RawResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * Sends one request whose path goes out exactly as written; `fetch` and browsers would resolve `..` first.
 *
 * @param base absolute, ends in `/`. @param rawPath follows it.
 */
export function rawRequest(
  base: string,
  rawPath: string,
  { method = 'GET', headers = {}, body }: RawRequest = {},
): Promise<RawResponse> {
  const { hostname, port, pathname } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path: pathname + rawPath, headers, maxHeaderSize: 4 * 1024 * 1024 },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
