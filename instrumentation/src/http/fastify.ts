import { RequestFollower, requestFailed } from './follow.ts';
import type { HttpOptions, HttpRequest, HttpResponse } from './http-options.ts';

/** The part of a request of Fastify 4.10 or later that is read. */
export interface FastifyRequestLike {
  readonly raw: HttpRequest;
  readonly originalUrl: string;
  readonly routeOptions?: { readonly url?: string | undefined };
}

export interface FastifyReplyLike {
  readonly raw: HttpResponse;
  getHeader(name: string): unknown;
}

type Done = (error?: Error) => void;

/** The part of a Fastify instance that is used. */
export interface FastifyLike<R> {
  addHook(name: 'onRequest', hook: (request: R, reply: FastifyReplyLike, done: Done) => void): unknown;
  addHook(name: 'onError', hook: (request: R, reply: FastifyReplyLike, error: Error, done: Done) => void): unknown;
}

/**
 * Plugin for Fastify: `app.register(fastifyPlugin({ user: (request) => request.user?.id }))`, before the routes. It holds for
 * the instance that it is registered with, not for a context of its own. Never throws.
 */
export function fastifyPlugin<R extends FastifyRequestLike = FastifyRequestLike>(
  options: HttpOptions<R> = {},
): (app: FastifyLike<R>, options: unknown, done: Done) => void {
  const follower = new RequestFollower(options);
  const plugin = (app: FastifyLike<R>, _options: unknown, done: Done): void => {
    app.addHook('onRequest', (request, reply, next) => {
      const { raw, originalUrl: url } = request;
      const route = () => request.routeOptions?.url;
      // Fastify keeps the headers of its answer to itself until it sends them.
      const responseHeader = (name: string) => reply.getHeader(name);
      follower.follow({ raw, response: reply.raw, request, url, responseHeader, route }, () => next());
    });
    app.addHook('onError', (request, _reply, error, next) => {
      requestFailed(request.raw, error);
      next();
    });
    done();
  };
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@tokentrail/instrumentation',
  });
}
