import { request, type OutgoingHttpHeaders } from 'node:http';

export interface Response {
  /** 0 if the connection was closed without a response. */
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

export interface Post {
  path?: string;
  headers?: OutgoingHttpHeaders;
}

/** Posts raw bytes with any headers; `fetch` sets Host and Origin itself. */
export function post(
  base: string,
  body: Uint8Array,
  { path = '/v1/traces', headers = {} }: Post = {},
): Promise<Response> {
  return new Promise((resolve) => {
    const none = { status: 0, headers: {}, text: '' };
    const outgoing = request(new URL(path, base), {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length, ...headers },
    });
    outgoing.on('error', () => resolve(none));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(none));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('latin1'),
        }),
      );
    });
    outgoing.end(body);
  });
}
