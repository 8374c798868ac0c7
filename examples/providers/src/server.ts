import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { knowsModel, searchCharge, tokenCharge, type BillLine } from './bill.ts';
import { InvalidRequest, pause, sendJson, type Exchange } from './exchange.ts';
import { chatCompletions } from './openai-chat.ts';
import { embeddings } from './openai-embeddings.ts';
import { responses } from './openai-responses.ts';
import { refusalOf, scenarioFromHeader, type ChooseScenario, type Refusal } from './scenario.ts';

export interface ReplayedProviderOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Milliseconds between two chunks of a stream, 1 by default. */
  chunkDelayMs?: number;
  /** How to behave; by the request's header `x-replay` by default. */
  chooseScenario?: ChooseScenario;
}

export interface ReplayedProvider {
  /** Base URL without a path: http://127.0.0.1:port. */
  url: string;
  /** Every request that was asked of it, in the order in which it was done with. */
  bill: readonly BillLine[];
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

const ENDPOINTS: Readonly<Record<string, (exchange: Exchange) => void | Promise<void>>> = {
  '/v1/chat/completions': chatCompletions,
  '/v1/responses': responses,
  '/v1/embeddings': embeddings,
};

/** Starts one provider on loopback. It answers every API it knows, in its true wire format, and keeps a bill. */
export async function startReplayedProvider(options: ReplayedProviderOptions = {}): Promise<ReplayedProvider> {
  const bill: BillLine[] = [];
  const seen = new Set<string>();
  const chooseScenario = options.chooseScenario ?? scenarioFromHeader;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request);
    const path = pathOf(request.url ?? '/');
    const scenario = chooseScenario(request.headers, path);
    const requestId = `req_${randomBytes(12).toString('hex')}`;
    const replayId = headerOf(request, 'x-replay-id');
    response.setHeader('x-request-id', requestId);
    response.setHeader('openai-processing-ms', '3');

    const line = {
      requestId,
      keyEnding: keyEnding(request),
      path,
      model: typeof body.model === 'string' ? body.model : '',
      replayId,
    };
    const refuse = (refusal: Refusal) => {
      bill.push({ ...line, statusCode: refusal.statusCode, tokens: null, nanoUsd: 0n, usageSent: false });
      sendRefusal(response, refusal);
    };
    const refusal = refusalOf(scenario, replayId, seen);
    if (refusal !== null) {
      refuse(refusal);
      return;
    }
    if (scenario === 'hang') {
      return;
    }
    if (path === '/search') {
      bill.push({ ...line, statusCode: 200, tokens: null, nanoUsd: searchCharge(), usageSent: true });
      sendJson(response, { query: body.query, results: [{ title: 'TokenTrail', score: 0.98 }] });
      return;
    }
    const endpoint = ENDPOINTS[path];
    if (endpoint === undefined || !knowsModel(line.model)) {
      refuse(unknown(endpoint === undefined ? path : line.model));
      return;
    }
    if (scenario === 'slow') {
      await pause(300);
    }
    await endpoint({
      request,
      response,
      body,
      scenario,
      requestId,
      chunkDelayMs: options.chunkDelayMs ?? 1,
      bill: (model, tokens, usageSent) =>
        bill.push({
          ...line,
          statusCode: 200,
          tokens,
          nanoUsd: tokens === null ? 0n : tokenCharge(model, tokens),
          usageSent,
        }),
    });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => sendFault(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bill,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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
    throw new InvalidRequest('The body is no JSON object.');
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
    throw new InvalidRequest('The request target is no path.');
  }
  return url.pathname;
}

/** No request may end the process, which is the gateway's too. */
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

function unknown(what: string): Refusal {
  return {
    statusCode: 404,
    headers: {},
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: `The model \`${what}\` does not exist or you do not have access to it.`,
  };
}

function sendRefusal(response: ServerResponse, { statusCode, headers, message, type, code }: Refusal): void {
  response.writeHead(statusCode, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message, type, param: null, code } }));
}
