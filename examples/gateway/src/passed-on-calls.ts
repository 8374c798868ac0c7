import type { FastifyReply } from 'fastify';
import {
  responseOf,
  type AttemptStart,
  type Candidate,
  type CandidateInfo,
  type GatewayAttempt,
  type RequestHandle,
} from '@tokentrail/instrumentation';
import type { Api } from './apis.ts';
import type { CircuitBreakers } from './circuit-breakers.ts';
import type { GatewayConfig, Upstream } from './config.ts';
import { chatRequestOf, messageOf, upstreamApi } from './conversion.ts';
import { dataOf, isUsageChunk, serverSentEvents } from './openai-wire.ts';
import { refuse } from './refusals.ts';
import { requiredCapabilities, routesFor, type CallRequest } from './routing.ts';
import { callUpstream, type UpstreamResult } from './upstream-call.ts';

const NO_PROVIDER: Extract<UpstreamResult, { ok: false }> = {
  ok: false,
  statusCode: 503,
  error: { code: 'no_provider_available' },
  retryable: false,
};

/** A call of a client, and what the gateway needs to serve it. */
export interface PassedOnCall {
  api: Api;
  record: RequestHandle;
  body: CallRequest;
  reply: FastifyReply;
  config: GatewayConfig;
  breakers: CircuitBreakers;
}

/** A call with the request that the upstreams get. */
interface SentCall extends PassedOnCall {
  /** Another API than the client's if the gateway converts. */
  sentApi: Api;
  sentBody: CallRequest;
}

/**
 * Calls the upstreams in order until one responds with success. An error that every upstream would return (a bad request) ends
 * the loop.
 */
export async function passOn(passedOn: PassedOnCall): Promise<void> {
  const { api, record, body, reply, config, breakers } = passedOn;
  const sentApi = upstreamApi(api, body, config.upstreams);
  const sentBody = sentApi === api ? withUsageChunk(api, body) : chatRequestOf(body);
  const call = { ...passedOn, sentApi, sentBody };
  const clientGone = new AbortController();
  reply.raw.once('close', () => clientGone.abort());
  if (body.metadata !== undefined) {
    record.describe({ metadata: body.metadata });
  }

  const required = requiredCapabilities(body);
  const isOpen = (upstream: Upstream) => breakers.isOpen(upstream);
  const routes = routesFor(sentApi.format, body.model, required, config.upstreams, isOpen);
  // Adds all candidates before the first attempt, so that the record also lists those that are never reached.
  const candidates = routes.map(({ upstream, skip }) => ({
    upstream,
    skip,
    candidate: record.candidate(candidateInfo(upstream, call, required)),
  }));
  candidates.forEach(({ skip, candidate }) => skip !== undefined && candidate.skip(skip));
  let last = NO_PROVIDER;
  for (const { upstream, candidate } of candidates.filter(({ skip }) => skip === undefined)) {
    const { attempt, result } = await callWithRetries(call, upstream, candidate, clientGone.signal);
    if (result.ok) {
      breakers.succeeded(upstream);
      await respond(call, attempt, result.response);
      return;
    }
    last = result;
    if (!result.retryable) {
      break;
    }
    breakers.failed(upstream);
  }
  refuse(record, reply, last);
}

async function callWithRetries(
  { record, sentApi, sentBody, config: { timeoutMs } }: SentCall,
  upstream: Upstream,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<{ attempt: GatewayAttempt; result: UpstreamResult }> {
  const sent = { path: sentApi.path, format: sentApi.format, body: sentBody };
  for (let retry = 0; ; retry++) {
    const attempt = candidate.attempt();
    const result = await callUpstream({ record, attempt, upstream, ...sent, signal, timeoutMs });
    if (result.ok || !result.retryable || retry >= (upstream.retries ?? 0)) {
      return { attempt, result };
    }
  }
}

function candidateInfo(
  upstream: Upstream,
  { api, body: { model }, sentApi }: SentCall,
  required: readonly string[],
): CandidateInfo {
  return {
    ...attemptStart(upstream),
    model,
    ...(sentApi === api ? {} : { apiFormat: sentApi.format }),
    capabilitiesRequired: required,
    capabilitiesHeld: upstream.capabilities,
  };
}

/** Facts about an upstream that the record gets before the attempt. */
export function attemptStart(upstream: Upstream): AttemptStart & { provider: string } {
  return {
    provider: upstream.provider,
    endpoint: upstream.endpoint,
    ...serverOf(upstream.baseUrl),
    key: { value: upstream.key, name: upstream.keyName },
  };
}

/** Host and port for the price lookup. The default port of the scheme is left out. */
export function serverOf(baseUrl: string): Pick<AttemptStart, 'serverAddress' | 'serverPort'> {
  const { hostname, port } = new URL(baseUrl);
  return { serverAddress: hostname, ...(port === '' ? {} : { serverPort: Number(port) }) };
}

/** Requests the usage chunk of a stream, because the gateway bills its clients by it. */
function withUsageChunk({ format }: Api, body: CallRequest): CallRequest {
  return format === 'openai.chat' && body.stream === true
    ? { ...body, stream_options: { ...body.stream_options, include_usage: true } }
    : body;
}

async function respond(call: SentCall, attempt: GatewayAttempt, response: Response): Promise<void> {
  const { api, record, body, reply, sentApi, sentBody } = call;
  if (body.stream === true && response.body !== null) {
    await passStreamOn(call, attempt, response.body);
    return;
  }
  const completion = (await response.json()) as object;
  const provided = responseOf(sentApi.format, { request: sentBody, headers: response.headers });
  provided.read(completion);
  const end = provided.end();
  attempt.end(end);
  const passedOn = sentApi === api ? completion : messageOf(completion);
  record.content('providerResponseBody', completion);
  record.content('clientResponseBody', passedOn);
  await reply.send(passedOn);
  record.content('clientResponseHeaders', reply.getHeaders());
  record.end({ state: end.state, statusCode: 200 });
}

async function passStreamOn(
  { api, record, body, reply }: PassedOnCall,
  attempt: GatewayAttempt,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  const clientWantsUsage = api.format !== 'openai.chat' || body.stream_options?.include_usage === true;
  const provided = responseOf(api.format, { request: body, stream: true });
  const received: string[] = [];
  const passedOn: string[] = [];
  let clientGone = false;
  reply.hijack();
  reply.raw.once('close', () => (clientGone = !reply.raw.writableFinished));
  const headers = {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  };
  reply.raw.writeHead(200, headers);
  record.content('clientResponseHeaders', headers);
  try {
    for await (const event of serverSentEvents(stream)) {
      attempt.firstChunk();
      received.push(event);
      const chunk = dataOf(event);
      provided.read(chunk);
      if (clientWantsUsage || !isUsageChunk(chunk)) {
        passedOn.push(event);
        reply.raw.write(`${event}\n\n`);
      }
    }
  } catch {
    const state = clientGone ? 'cancelled' : 'failed';
    const error = { code: clientGone ? 'cancelled' : 'stream_interrupted' };
    recordStreams(record, received, passedOn);
    attempt.end({ ...provided.end(), state, error, billed: 'possibly' });
    record.end({ state, statusCode: clientGone ? 499 : 200, error });
    reply.raw.destroy();
    return;
  }
  recordStreams(record, received, passedOn);
  const end = provided.end();
  attempt.end(end);
  reply.raw.end();
  record.end({ state: end.state, statusCode: 200 });
}

function recordStreams(record: RequestHandle, received: readonly string[], passedOn: readonly string[]): void {
  record.content('providerResponseBody', received.join('\n\n'));
  record.content('clientResponseBody', passedOn.join('\n\n'));
}
