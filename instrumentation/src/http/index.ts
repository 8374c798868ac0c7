export { expressMiddleware, type ExpressRequest } from './express.ts';
export { fastifyPlugin, type FastifyLike, type FastifyReplyLike, type FastifyRequestLike } from './fastify.ts';
export { withHttpRequests } from './node-http.ts';
export type { HttpOptions, HttpRequest, HttpResponse, NodeResponse, RequestHooks } from './http-options.ts';
export type { TrustProxy } from './client-address.ts';
