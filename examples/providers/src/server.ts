import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { knowsModel, searchCharge, tokenCharge, type BillLine } from './bill.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { InvalidRequest, pause, sendJson, type Exchange } from './exchange.ts';
import { chatCompletions } from './openai-chat.ts';
import { embeddings } from './openai-embeddings.ts';
import { responses } from './openai-responses.ts';
import { refusalOf, scenarioFromHeader, type ChooseScenario, type Refusal } from './scenario.ts';

export interface ReplayedProviderOptions {
  /** Port to listen on. Default: 0, any free port. */
  port?: number;
  /** Milliseconds between two chunks of a stream. Default: 1. */
  chunkDelayMs?: number;
  /** Milliseconds before a successful response begins. Default: 0. */
  latencyMs?: number;
  /** Chooses the behaviour for a request. Default: by its header `x-replay`. */
  chooseScenario?: ChooseScenario;
}

export interface ReplayedProvider {
  /** Base URL without a path: http://127.0.0.1:port. */
  url: string;
  /** All requests in the order of their completion. */
  bill: readonly BillLine[];
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

const ENDPOINTS: Readonly<Record<string, (exchange: Exchange) => void | Promise<void>>> = {
  '/v1/chat/completions': chatCompletions,
  '/v1/responses': responses,
  '/v1/embeddings': embeddings,
  '/v1/messages': anthropicMessages,
};

/** State of one running provider. */
interface ProviderState {
  chunkDelayMs: number;
  latencyMs: number;
  chooseScenario: ChooseScenario;
  bill: BillLine[];
  /** Replay ids that the `…-once` scenarios have already failed. */
  failedOnce: Set<string>;
}

/**
 * Starts one provider on loopback. It serves every API it knows in the real wire format and keeps a bill.
 * @throws if it cannot listen on the port.
 */
export async function startReplayedProvider(options: ReplayedProviderOptions = {}): Promise<ReplayedProvider> {
  const state: ProviderState = {
    chunkDelayMs: options.chunkDelayMs ?? 1,
    latencyMs: options.latencyMs ?? 0,
    chooseScenario: options.chooseScenario ?? scenarioFromHeader,
    bill: [],
    failedOnce: new Set(),
  };
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error: unknown) => sendFault(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bill: state.bill,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Facts of a request that every line of the bill carries. */
type RequestFacts = Pick<BillLine, 'requestId' | 'keyEnding' | 'path' | 'model' | 'replayId'>;

async function handle(state: ProviderState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const path = pathOf(request.url ?? '/');
  const scenario = state.chooseScenario(request.headers, path);
  const facts: RequestFacts = {
    requestId: `req_${randomBytes(12).toString('hex')}`,
    keyEnding: keyEnding(request),
    path,
    model: typeof body.model === 'string' ? body.model : '',
    replayId: headerOf(request, 'x-replay-id'),
  };
  response.setHeader('x-request-id', facts.requestId);
  response.setHeader('openai-processing-ms', '3');

  const endpoint = ENDPOINTS[path];
  const refusal = refusalOf(scenario, facts.replayId, state.failedOnce);
  if (refusal !== null) {
    refuse(state, facts, response, refusal);
  } else if (scenario === 'hang') {
    return;
  } else if (scenario === 'reset') {
    request.socket.destroy();
  } else if (path === '/search') {
    await pause(state.latencyMs);
    state.bill.push({ ...facts, statusCode: 200, tokens: null, nanoUsd: searchCharge(), usageSent: true });
    sendJson(response, { query: body.query, results: [{ title: 'TokenTrail', score: 0.98 }] });
  } else if (endpoint === undefined || !knowsModel(facts.model)) {
    refuse(state, facts, response, notFound(endpoint === undefined ? path : facts.model));
  } else {
    await endpoint(await exchangeOf(state, facts, { request, response, body, scenario }));
  }
}

function refuse(state: ProviderState, facts: RequestFacts, response: ServerResponse, refusal: Refusal): void {
  state.bill.push({ ...facts, statusCode: refusal.statusCode, tokens: null, nanoUsd: 0n, usageSent: false });
  sendRefusal(response, refusal);
}

/** The exchange that an endpoint gets, after the latency of the provider and the delay of the scenario `slow`. */
async function exchangeOf(
  { bill, chunkDelayMs, latencyMs }: ProviderState,
  facts: RequestFacts,
  received: Pick<Exchange, 'request' | 'response' | 'body' | 'scenario'>,
): Promise<Exchange> {
  await pause(latencyMs + (received.scenario === 'slow' ? 300 : 0));
  return {
    ...received,
    requestId: facts.requestId,
    chunkDelayMs,
    bill: (model, tokens, usageSent) => {
      const nanoUsd = tokens === null ? 0n : tokenCharge(model, tokens);
      bill.push({ ...facts, statusCode: 200, tokens, nanoUsd, usageSent });
    },
  };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new InvalidRequest(`The body is larger than ${MAX_BODY_BYTES} bytes.`, 413);
    }
    chunks.push(chunk);
  }
  const body = parsed(Buffer.concat(chunks).toString('utf8') || '{}');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequest('The body is not a JSON object.');
  }
  return body as Record<string, unknown>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pathOf(target: string): string {
  const url = URL.parse(target, 'http://provider');
  if (url === null) {
    throw new InvalidRequest('The request target is not a path.');
  }
  return url.pathname;
}

/** Responds to a failed request. The provider runs in the gateway's process, so no error may end it. */
function sendFault(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const invalid = error instanceof InvalidRequest;
  if (!invalid) {
    console.error('replayed provider:', error);
  }
  const refusal: Refusal = invalid
    ? { statusCode: error.status, headers: {}, type: 'invalid_request_error', code: null, message: error.message }
    : { statusCode: 500, headers: {}, type: 'server_error', code: null, message: 'The replayed provider failed.' };
  sendRefusal(response, refusal);
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function keyEnding(request: IncomingMessage): string {
  const key =
    headerOf(request, 'authorization') ?? headerOf(request, 'x-api-key') ?? headerOf(request, 'api-key') ?? '';
  return key.slice(-4);
}

function notFound(name: string): Refusal {
  return {
    statusCode: 404,
    headers: {},
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: `The model \`${name}\` does not exist or you do not have access to it.`,
  };
}

function sendRefusal(response: ServerResponse, { statusCode, headers, message, type, code }: Refusal): void {
  response.writeHead(statusCode, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message, type, param: null, code } }));
}
