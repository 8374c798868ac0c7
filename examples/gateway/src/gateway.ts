import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { recordEvent, startRequest, type RequestHandle, type RequestStart } from '@tokentrail/instrumentation';
import { chatCompletions } from './chat.ts';
import { CircuitBreakers } from './circuit-breakers.ts';
import type { ClientKey, GatewayConfig } from './config.ts';
import type { ChatRequest } from './routing.ts';
import { search } from './search.ts';

/** What a chat call must have to be routed; anything else is a 400 of Fastify that names the field. */
const CHAT_BODY = {
  type: 'object',
  required: ['model', 'messages'],
  properties: { model: { type: 'string' }, messages: { type: 'array' } },
} as const;

/** The gateway, not yet listening. Routes: chat completions and search for clients; models, auth; one account event. */
export function createGateway(config: GatewayConfig): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: 64 * 1024 * 1024 });
  const breakers = new CircuitBreakers();
  const clientOf = (request: FastifyRequest) => findClient(config.clients, request.headers.authorization);

  app.get('/health', () => ({ status: 'ok' }));

  app.post('/v1/chat/completions', { schema: { body: CHAT_BODY } }, async (request, reply) => {
    const body = request.body as ChatRequest;
    const client = clientOf(request);
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
    await ended(record, () => chatCompletions(record, request, reply, config, breakers));
    return reply;
  });

  app.post('/v1/search', async (request, reply) => {
    const client = clientOf(request);
    const record = startRequest({ ...factsOf(request, client), operation: 'search', requestModel: 'search-basic' });
    if (client === undefined) {
      return refuseKey(record, reply);
    }
    await ended(record, () => search(record, request, reply, config));
    return reply;
  });

  app.get('/v1/models', async (request, reply) => {
    const record = startRequest({ ...factsOf(request, clientOf(request)), type: 'request' });
    const models = [...new Set(config.upstreams.flatMap((upstream) => upstream.models))];
    await reply.send({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    record.end({ state: 'success', statusCode: 200 });
  });

  app.get('/auth', async (request, reply) => {
    const client = clientOf(request);
    const record = startRequest({ ...factsOf(request, client), type: 'request' });
    if (client === undefined) {
      return refuseKey(record, reply);
    }
    record.end({ state: 'success', statusCode: 200 });
    return { name: client.name, group: client.group };
  });

  app.post('/account/topup', async (request, reply) => {
    const client = clientOf(request);
    if (client === undefined) {
      return reply.code(401).send();
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

  return app;
}

/** Ends the record of a call whose handling failed; Fastify then responds with the error. */
async function ended(record: RequestHandle, handle: () => Promise<void>): Promise<void> {
  try {
    await handle();
  } catch (error) {
    record.end({ state: 'failed', statusCode: 500, error: { code: 'gateway_error' } });
    throw error;
  }
}

function findClient(clients: readonly ClientKey[], authorization: string | undefined): ClientKey | undefined {
  const key = authorization?.replace(/^Bearer /, '');
  return clients.find((client) => client.key === key);
}

/** What every record of an inbound request says of it. */
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

async function refuseKey(record: RequestHandle, reply: FastifyReply): Promise<FastifyReply> {
  await reply.code(401).send({ error: { message: 'Unknown key.', type: 'gateway_error', code: 'invalid_api_key' } });
  record.end({ state: 'failed', statusCode: 401, error: { code: 'invalid_api_key' } });
  return reply;
}
