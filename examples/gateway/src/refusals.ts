import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { startRequest, type CallError, type RequestHandle, type RequestStart } from '@tokentrail/instrumentation';

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
  const recordOf = (request: FastifyRequest) => startRecord(request, { ...factsOf(request), type: 'request' });
  app.setErrorHandler(async ({ statusCode = 500, message }: FastifyError, request, reply) => {
    if (statusCode >= 500) {
      // The route has ended its own record.
      return reply.code(500).send(errorBody('internal_error', 'The gateway failed.'));
    }
    const error = { code: CODES[statusCode] ?? 'bad_request' };
    return refuse(recordOf(request), reply, { statusCode, error, message });
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const message = `There is no ${request.method} ${path} here.`;
    return refuse(recordOf(request), reply, { statusCode: 404, error: { code: 'unknown_route' }, message });
  });
}

/** Begins the record of a request with what the client sent. */
export function startRecord(request: FastifyRequest, start: RequestStart): RequestHandle {
  const record = startRequest(start);
  record.content('clientRequestHeaders', request.headers);
  if (request.body !== undefined) {
    record.content('clientRequestBody', request.body);
  }
  return record;
}

export interface Refusal {
  statusCode: number;
  error: CallError;
  /** Text for the client. Default: the call could not be made. */
  message?: string;
}

/** Ends the record of a request that no upstream served, and responds to the client with an error of the gateway. */
export function refuse(
  record: RequestHandle,
  reply: FastifyReply,
  { statusCode, error, message = `The call could not be made: ${error.code}.` }: Refusal,
): FastifyReply {
  void reply.header('content-type', 'application/json; charset=utf-8');
  record.content('clientResponseHeaders', reply.getHeaders());
  record.content('clientResponseBody', errorBody(error.code, message));
  record.end({ state: error.code === 'cancelled' ? 'cancelled' : 'failed', statusCode, error });
  return reply.code(statusCode).send(errorBody(error.code, message));
}

function errorBody(code: string | undefined, message: string): object {
  return { error: { message, type: 'gateway_error', code } };
}
