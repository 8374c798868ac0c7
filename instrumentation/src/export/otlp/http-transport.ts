import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { ExportResponse, IExporterTransport, OtlpSharedConfiguration } from '@opentelemetry/otlp-exporter-base';
import { createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import { unreferencedAgents } from './unreferenced-agents.ts';

/** How the body of a request is compressed. */
export type Compression = OtlpSharedConfiguration['compression'];

/** Where the data of one signal are sent, and how. */
export interface OtlpEndpoint {
  /** Complete URL, such as `http://localhost:4318/v1/traces`. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Timeout of one request, milliseconds. */
  timeoutMs: number;
  compression: Compression;
  /** PEM files for `https:`: authorities that may have signed the server's certificate, the client's certificate and key. */
  certificates: Pick<AgentOptions, 'ca' | 'cert' | 'key'>;
}

/** OpenTelemetry's HTTP transport, without retries. */
export interface HttpTransport {
  /** Sends `body` once. Rejects if the request cannot be created, for example because of an invalid header. */
  send(body: Uint8Array, timeoutMs: number): Promise<ExportResponse>;
  /** Closes all sockets, which ends the requests in progress. Later requests open new ones. */
  closeSockets(): void;
}

/** Requests of one endpoint at the same time; the agent keeps as many sockets open. */
export const SOCKETS = 2;

/** The part of the base's delegate that we use. Its types do not name it. */
interface DelegateParts {
  _transport: { _transport: IExporterTransport };
}

/**
 * @param userAgent product and version; the base's own User-Agent follows it.
 */
export function httpTransport(endpoint: OtlpEndpoint, userAgent: string): HttpTransport {
  const makeAgent = unreferencedAgents({ keepAlive: true, maxSockets: SOCKETS, ...endpoint.certificates });
  let agent: Promise<Agent> | undefined;
  const delegate = createOtlpHttpExportDelegate(
    {
      url: endpoint.url,
      headers: () => Promise.resolve({ ...endpoint.headers, 'content-type': 'application/x-protobuf' }),
      timeoutMillis: endpoint.timeoutMs,
      compression: endpoint.compression,
      concurrencyLimit: SOCKETS,
      // The first requests may ask for it at the same time.
      agentFactory: (protocol) => (agent ??= makeAgent(protocol)),
      userAgent,
    },
    UNUSED_SERIALIZER,
    'otlp_http_span_exporter',
    { name: 'span', countItems: () => 1 },
    undefined,
  );
  // The base exports only the delegate, around the transport that is needed here. Why not the delegate itself:
  // docs/decisions/0011-transport-of-the-exporter-base.md.
  const transport = (delegate as unknown as DelegateParts)._transport._transport;
  return {
    send: (body, timeoutMs) => transport.send(body, timeoutMs),
    closeSockets: () => void agent?.then((created) => created.destroy()).catch(() => undefined),
  };
}

/** The delegate requires one. Bodies are encoded before they reach the transport. */
const UNUSED_SERIALIZER = {
  serializeRequest: (body: Uint8Array) => body,
  deserializeResponse: (body: Uint8Array) => body,
};
