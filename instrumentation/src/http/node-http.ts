import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestFollower, requestFailed } from './follow.ts';
import type { HttpOptions, HttpRequest, NodeResponse } from './http-options.ts';

/**
 * Wraps a listener of `http.createServer`, or of `http2` with its compatibility API:
 * `createServer(withHttpRequests(listener, { user: (request) => … }))`. Returns what `listener` returns and rethrows
 * its errors.
 */
export function withHttpRequests<
  Q extends HttpRequest = IncomingMessage,
  S extends NodeResponse = ServerResponse,
  T = unknown,
>(listener: (request: Q, response: S) => T, options: HttpOptions<Q> = {}): (request: Q, response: S) => T {
  const follower = new RequestFollower(options);
  return function (this: unknown, request: Q, response: S): T {
    const responseHeader = (name: string) => response.getHeader(name);
    const url = request.url ?? '/';
    return follower.follow({ raw: request, response, request, url, responseHeader }, () => {
      try {
        return listener.call(this, request, response);
      } catch (error) {
        requestFailed(request, error);
        throw error;
      }
    });
  };
}
