import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { recordEvent, type RequestHandle, type RequestStart } from '@tokentrail/instrumentation';
import { ACCOUNT_EVENTS } from './account-events.ts';
import { APIS, bodySchemaOf } from './apis.ts';
import { CircuitBreakers } from './circuit-breakers.ts';
import type { ClientKey, GatewayConfig } from './config.ts';
import { passOn } from './passed-on-calls.ts';
import { recordRefusals, refuse, startRecord } from './refusals.ts';
import type { CallRequest } from './routing.ts';
import { search } from './search.ts';

/**
 * Creates the gateway; the caller makes it listen. Routes: the APIs of the providers, models and auth, and events of an account.
 */
export function createGateway(config: GatewayConfig): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: 64 * 1024 * 1024, genReqId: requestIdOf });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  recordRefusals(app, (request) => factsOf(request, clientOf(request, config)));
  app.get('/health', () => ({ status: 'ok' }));
  addCallRoutes(app, config);
  addInboundRoutes(app, config);
  addAccountRoutes(app, config);
  return app;
}

/** Routes that call an upstream: records of type `usage`. */
function addCallRoutes(app: FastifyInstance, config: GatewayConfig): void {
  const breakers = new CircuitBreakers();

  for (const api of APIS) {
    app.post(api.path, { schema: { body: bodySchemaOf(api) } }, async (request, reply) => {
      const body = request.body as CallRequest;
      const client = clientOf(request, config);
      const record = startRecord(request, {
        ...factsOf(request, client),
        operation: api.operation,
        apiFormat: api.format,
        requestModel: body.model,
        ...(body.stream === true ? { stream: true } : {}),
      });
      if (client === undefined) {
        return refuseKey(record, reply);
      }
      await endIfFailed(record, () => passOn({ api, record, body, reply, config, breakers }));
      return reply;
    });
  }

  app.post('/v1/search', async (request, reply) => {
    const client = clientOf(request, config);
    const record = startRecord(request, {
      ...factsOf(request, client),
      operation: 'search',
      requestModel: 'search-basic',
    });
    if (client === undefined) {
      return refuseKey(record, reply);
    }
    await endIfFailed(record, () => search(record, request, reply, config));
    return reply;
  });
}

/** Routes without an LLM call: records of type `request`. */
function addInboundRoutes(app: FastifyInstance, config: GatewayConfig): void {
  app.get('/v1/models', async (request, reply) => {
    const record = startRecord(request, { ...factsOf(request, clientOf(request, config)), type: 'request' });
    const models = [...new Set(config.upstreams.flatMap((upstream) => upstream.models))];
    await reply.send({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    record.end({ state: 'success', statusCode: 200 });
  });

  app.get('/auth', async (request, reply) => {
    const client = clientOf(request, config);
    const record = startRecord(request, { ...factsOf(request, client), type: 'request' });
    if (client === undefined) {
      return refuseKey(record, reply);
    }
    record.end({ state: 'success', statusCode: 200 });
    return { name: client.name, group: client.group };
  });
}

/** Changes of an account: records of type `topup`, `refund` and `manage`. */
function addAccountRoutes(app: FastifyInstance, config: GatewayConfig): void {
  for (const [path, event] of Object.entries(ACCOUNT_EVENTS)) {
    app.post(path, async (request, reply) => {
      const client = clientOf(request, config);
      if (client === undefined) {
        return refuseKey(startRecord(request, { ...factsOf(request, client), type: 'request' }), reply);
      }
      recordEvent({ ...event, user: client.user, group: client.group, requestId: request.id });
      return { balance: event.balanceAfterUsd ?? null };
    });
  }
}

/** Runs `handle` and, if it throws, ends the record as failed. Fastify then responds with the error. */
async function endIfFailed(record: RequestHandle, handle: () => Promise<void>): Promise<void> {
  try {
    await handle();
  } catch (error) {
    record.end({ state: 'failed', statusCode: 500, error: { code: 'gateway_error' } });
    throw error;
  }
}

function clientOf(request: FastifyRequest, { clients }: GatewayConfig): ClientKey | undefined {
  const key = request.headers.authorization?.replace(/^Bearer /, '');
  return clients.find((client) => client.key === key);
}

/** The client's own id, so that the client finds its request in the log by it; otherwise a new one. */
function requestIdOf({ headers }: IncomingMessage): string {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:-]{1,128}$/.test(id) ? id : randomUUID();
}

/** Facts of an inbound request that every record carries. */
function factsOf(request: FastifyRequest, client: ClientKey | undefined): RequestStart {
  const userAgent = request.headers['user-agent'];
  return {
    method: request.method,
    path: request.url.split('?', 1)[0] ?? request.url,
    ...(request.routeOptions.url === undefined ? {} : { route: request.routeOptions.url }),
    requestId: request.id,
    source: client?.source ?? 'api_key',
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(client === undefined
      ? {}
      : { user: client.user, group: client.group, key: { name: client.name, value: client.key } }),
  };
}

function refuseKey(record: RequestHandle, reply: FastifyReply): FastifyReply {
  return refuse(record, reply, { statusCode: 401, error: { code: 'invalid_api_key' }, message: 'Unknown key.' });
}
