import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { startRequest, type RequestStart } from '@tokentrail/instrumentation';

/** Error codes by the status that Fastify gives a request that it refuses before its route runs. */
const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/**
 * Records the requests that no route handles: bad JSON, missing fields, bodies that are too large, unknown paths. An operator
 * looks for them in the log when a client reports errors.
 * @param factsOf facts of a request that every record carries.
 */
export function recordRefusals(app: FastifyInstance, factsOf: (request: FastifyRequest) => RequestStart): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const statusCode = error.statusCode ?? 500;
    if (statusCode >= 500) {
      // The route has ended its own record.
      return reply.code(500).send(body('internal_error', 'The gateway failed.'));
    }
    const code = CODES[statusCode] ?? 'bad_request';
    return refuse(factsOf(request), reply, statusCode, code, error.message);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    return refuse(factsOf(request), reply, 404, 'unknown_route', `There is no ${request.method} ${path} here.`);
  });
}

function refuse(
  facts: RequestStart,
  reply: FastifyReply,
  statusCode: number,
  code: string,
  message: string,
): FastifyReply {
  startRequest({ ...facts, type: 'request' }).end({ state: 'failed', statusCode, error: { code } });
  return reply.code(statusCode).send(body(code, message));
}

function body(code: string, message: string): object {
  return { error: { message, type: 'gateway_error', code } };
}
