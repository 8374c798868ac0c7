import { expressRoute } from './express-route.ts';
import { RequestFollower } from './follow.ts';
import type { HttpOptions, HttpRequest, NodeResponse } from './http-options.ts';

/** The properties of an Express 4 or 5 request that are read. */
export interface ExpressRequest extends HttpRequest {
  readonly originalUrl?: string;
  readonly baseUrl?: string;
  readonly route?: unknown;
}

/**
 * Middleware for Express 4 and 5: `app.use(expressMiddleware({ user: (request) => request.user?.id }))`. Add it before
 * the routes to observe. Calls made while a request is handled record the caller that the request and the hooks
 * identify. Never throws.
 */
export function expressMiddleware<R extends ExpressRequest = ExpressRequest>(
  options: HttpOptions<R> = {},
): (request: R, response: NodeResponse, next: (error?: unknown) => void) => void {
  const follower = new RequestFollower(options);
  return (request, response, next) => {
    const url = request.originalUrl ?? request.url ?? '/';
    const route = () => routeOf(request, url);
    const responseHeader = (name: string) => response.getHeader(name);
    follower.follow({ raw: request, response, request, url, responseHeader, route }, () => next());
  };
}

function routeOf({ route, baseUrl = '' }: ExpressRequest, url: string): string | undefined {
  const template = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return expressRoute(template, url.split('?', 1)[0] ?? '', baseUrl);
}
