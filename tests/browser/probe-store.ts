import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the probe saw of one request. It is also the body of the response. */
export interface SeenRequest {
  method: string;
  /** Path and query as they arrived. */
  url: string;
  headers: Record<string, string>;
  bodyBytes: number;
}

/** Response that a spec gives. `closed`: the connection is closed without one. `silent`: there is none. */
export type GivenResponse = { status: number; body: string; type?: string } | 'closed' | 'silent';

/** A stand-in for a store. It responds with the request it received, and misbehaves if the query asks for it. */
export interface ProbeStore {
  url: string;
  /** Responds to a request, by its path and body, as `give` says, until it is called without one. Undefined responds as usual. */
  respondWith(give?: (path: string, body: string) => GivenResponse | undefined): void;
  /** Number of open requests, and the maximum number at once since `forgetPeak`. */
  open(): number;
  peak(): number;
  forgetPeak(): void;
  stop(): Promise<void>;
}

const PART_MS = 150;
const SLOW_MS = 400;

/**
 * Starts a probe. `?probe=status-<code>` responds with that status, `hang` never responds, `slow` responds after a
 * delay, `drip` sends lines without end, `big-headers` sends 200 kB of headers.
 */
export async function startProbeStore(): Promise<ProbeStore> {
  let open = 0;
  let peak = 0;
  let give: Parameters<ProbeStore['respondWith']>[0];
  const server = http.createServer({ maxHeaderSize: 4 * 1024 * 1024 }, (request, response) => {
    open++;
    peak = Math.max(peak, open);
    response.on('close', () => open--);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const given = give?.(request.url ?? '', body.toString());
      if (given === undefined) {
        respond(request, response, body.length);
      } else {
        respondAsGiven(response, given);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    respondWith: (next) => (give = next),
    open: () => open,
    peak: () => peak,
    forgetPeak: () => (peak = open),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respondAsGiven(response: ServerResponse, given: GivenResponse): void {
  if (given === 'closed') {
    response.destroy();
  } else if (given !== 'silent') {
    response.writeHead(given.status, { 'content-type': given.type ?? 'text/plain; charset=UTF-8' }).end(given.body);
  }
}

function respond(request: IncomingMessage, response: ServerResponse, bodyBytes: number): void {
  const probe = new URL(request.url ?? '/', 'http://probe').searchParams.get('probe') ?? '';
  const seen: SeenRequest = {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    bodyBytes,
  };
  const send = (status: number) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'store=1' })
      .end(JSON.stringify(seen));

  if (probe === 'hang') {
    return;
  }
  if (probe === 'drip') {
    const drip = () => response.write('a line\n');
    drip();
    const timer = setInterval(drip, PART_MS);
    response.on('close', () => clearInterval(timer));
  } else if (probe === 'slow') {
    setTimeout(() => send(200), SLOW_MS);
  } else if (probe === 'big-headers') {
    response.setHeader('x-big', 'b'.repeat(200_000));
    send(200);
  } else {
    send(Number(/^status-(\d+)$/.exec(probe)?.[1] ?? 200));
  }
}
