import { RequestFollower, requestFailed } from './follow.ts';
import type { HttpOptions, HttpRequest, HttpResponse } from './http-options.ts';

/** The properties of a request of Fastify 4.10 or later that are read. */
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

/** The methods of a Fastify instance that are used. */
export interface FastifyLike<R> {
  addHook(name: 'onRequest', hook: (request: R, reply: FastifyReplyLike, done: Done) => void): unknown;
  addHook(name: 'onError', hook: (request: R, reply: FastifyReplyLike, error: Error, done: Done) => void): unknown;
}

/**
 * Plugin for Fastify: `app.register(fastifyPlugin({ user: (request) => request.user?.id }))`. Register it before the
 * routes. It applies to the instance that it is registered with, because it opts out of encapsulation
 * (`skip-override`). Never throws.
 */
export function fastifyPlugin<R extends FastifyRequestLike = FastifyRequestLike>(
  options: HttpOptions<R> = {},
): (app: FastifyLike<R>, options: unknown, done: Done) => void {
  const follower = new RequestFollower(options);
  const plugin = (app: FastifyLike<R>, _options: unknown, done: Done): void => {
    app.addHook('onRequest', (request, reply, next) => {
      const { raw, originalUrl: url } = request;
      const route = () => request.routeOptions?.url;
      // Fastify sets its response headers on the raw response only when it sends them.
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
