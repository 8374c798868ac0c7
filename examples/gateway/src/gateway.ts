import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { recordEvent, startRequest, type RequestHandle, type RequestStart } from '@tokentrail/instrumentation';
import { chatCompletions } from './chat.ts';
import { CircuitBreakers } from './circuit-breakers.ts';
import type { ClientKey, GatewayConfig } from './config.ts';
import type { ChatRequest } from './routing.ts';
import { recordRefusals, refuse } from './refusals.ts';
import { search } from './search.ts';

/** Fields that routing needs. Without them Fastify responds 400 and names the field. */
const CHAT_BODY = {
  type: 'object',
  required: ['model', 'messages'],
  properties: { model: { type: 'string' }, messages: { type: 'array' }, metadata: { type: 'object' } },
} as const;

/**
 * Creates the gateway; the caller makes it listen. Routes: chat completions and search, models and auth, and one account event.
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
  addAccountRoute(app, config);
  return app;
}

/** Routes that call an upstream: records of type `usage`. */
function addCallRoutes(app: FastifyInstance, config: GatewayConfig): void {
  const breakers = new CircuitBreakers();

  app.post('/v1/chat/completions', { schema: { body: CHAT_BODY } }, async (request, reply) => {
    const body = request.body as ChatRequest;
    const client = clientOf(request, config);
    const record = startRequest({
      ...factsOf(request, client),
      operation: 'chat',
      apiFormat: 'openai.chat',
      requestModel: body.model,
      ...(body.stream === true ? { stream: true } : {}),
    });
    if (client === undefined) {
      return refuseKey(record, reply);
    }
    await endIfFailed(record, () => chatCompletions(record, request, reply, config, breakers));
    return reply;
  });

  app.post('/v1/search', async (request, reply) => {
    const client = clientOf(request, config);
    const record = startRequest({ ...factsOf(request, client), operation: 'search', requestModel: 'search-basic' });
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
    const record = startRequest({ ...factsOf(request, clientOf(request, config)), type: 'request' });
    const models = [...new Set(config.upstreams.flatMap((upstream) => upstream.models))];
    await reply.send({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    record.end({ state: 'success', statusCode: 200 });
  });

  app.get('/auth', async (request, reply) => {
    const client = clientOf(request, config);
    const record = startRequest({ ...factsOf(request, client), type: 'request' });
    if (client === undefined) {
      return refuseKey(record, reply);
    }
    record.end({ state: 'success', statusCode: 200 });
    return { name: client.name, group: client.group };
  });
}

/** Tops up an account: a record of type `topup`. */
function addAccountRoute(app: FastifyInstance, config: GatewayConfig): void {
  app.post('/account/topup', async (request, reply) => {
    const client = clientOf(request, config);
    if (client === undefined) {
      return refuseKey(startRequest({ ...factsOf(request, client), type: 'request' }), reply);
    }
    recordEvent({
      type: 'topup',
      name: 'topup_by_card',
      user: client.user,
      group: client.group,
      amountUsd: '25.00',
      balanceAfterUsd: '40.00',
    });
    return { balance: '40.00' };
  });
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
    source: 'api_key',
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(client === undefined
      ? {}
      : { user: client.user, group: client.group, key: { name: client.name, value: client.key } }),
  };
}

function refuseKey(record: RequestHandle, reply: FastifyReply): FastifyReply {
  return refuse(record, reply, { statusCode: 401, error: { code: 'invalid_api_key' }, message: 'Unknown key.' });
}
