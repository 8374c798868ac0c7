import { createServer, type IncomingMessage } from 'node:http';

/**
 * A stand-in for ClickHouse. It responds to the exporter's two queries (server version, columns of the table), accepts
 * its inserts and keeps their bytes, so that a test sees what leaves the collector, independent of a store's
 * processing.
 */
export interface RecordingStore {
  url: string;
  /** Bodies of the accepted inserts, one character per byte. */
  received(): string;
  close(): Promise<void>;
}

const COLUMNS: readonly [name: string, type: string][] = [
  ['Timestamp', 'DateTime64(9)'],
  ['TraceId', 'String'],
  ['SpanId', 'String'],
  ['ParentSpanId', 'String'],
  ['TraceState', 'String'],
  ['SpanName', 'LowCardinality(String)'],
  ['SpanKind', 'LowCardinality(String)'],
  ['ServiceName', 'LowCardinality(String)'],
  ['ResourceAttributes', 'Map(LowCardinality(String), String)'],
  ['ScopeName', 'String'],
  ['ScopeVersion', 'String'],
  ['SpanAttributes', 'Map(LowCardinality(String), String)'],
  ['Duration', 'UInt64'],
  ['StatusCode', 'LowCardinality(String)'],
  ['StatusMessage', 'String'],
  ['Events.Timestamp', 'Array(DateTime64(9))'],
  ['Events.Name', 'Array(LowCardinality(String))'],
  ['Events.Attributes', 'Array(Map(LowCardinality(String), String))'],
  ['Links.TraceId', 'Array(String)'],
  ['Links.SpanId', 'Array(String)'],
  ['Links.TraceState', 'Array(String)'],
  ['Links.Attributes', 'Array(Map(LowCardinality(String), String))'],
];

export async function startRecordingStore(port = 0): Promise<RecordingStore> {
  const bodies: string[] = [];
  const store = await startStandIn((sql, body) => bodies.push(sql, body.toString('latin1')), port);
  return { ...store, received: () => bodies.join('') };
}

/** The same without memory: `onInsert` receives the statement and the body of each insert. */
export async function startStandIn(
  onInsert: (sql: string, body: Buffer) => void,
  port = 0,
): Promise<Pick<RecordingStore, 'url' | 'close'>> {
  const server = createServer((request, response) => {
    void respond(request, onInsert).then((block) => {
      response.setHeader('X-ClickHouse-Format', 'Native');
      response.end(block);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The recording store has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(request: IncomingMessage, onInsert: (sql: string, body: Buffer) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // A collector that is stopped, or an insert that is too slow for it, breaks off: that is no insert.
  const isWhole = await readInto(chunks, request);
  if (!isWhole) return Buffer.alloc(0);
  const body = Buffer.concat(chunks);
  const sql = new URL(request.url ?? '/', 'http://store').searchParams.get('query') ?? '';
  if (/^\s*INSERT/i.test(sql)) {
    onInsert(sql, body);
    return Buffer.alloc(0);
  }
  if (/^\s*DESC/i.test(sql + body.toString())) {
    const names = [
      'name',
      'type',
      'default_type',
      'default_expression',
      'comment',
      'codec_expression',
      'ttl_expression',
    ];
    return block(names.map((name, index) => [name, COLUMNS.map((column) => column[index] ?? '')]));
  }
  return block([
    ['displayName()', ['recording']],
    ['version()', ['26.7.2.1']],
    ['revision()', [54460]],
    ['timezone()', ['UTC']],
  ]);
}

/** A Native block of revision 54460: block info, counts, then each column with a byte for "not custom". */
function block(columns: [name: string, values: (string | number)[]][]): Buffer {
  const parts = [
    Buffer.from([1, 0, 2, 255, 255, 255, 255, 0]),
    varint(columns.length),
    varint(columns[0]?.[1].length ?? 0),
  ];
  for (const [name, values] of columns) {
    const numeric = typeof values[0] === 'number';
    parts.push(text(name), text(numeric ? 'UInt32' : 'String'), Buffer.from([0]));
    for (const value of values) {
      parts.push(typeof value === 'number' ? uint32(value) : text(value));
    }
  }
  return Buffer.concat(parts);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

/** False if the request breaks off. */
async function readInto(chunks: Buffer[], request: IncomingMessage): Promise<boolean> {
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return true;
  } catch {
    return false;
  }
}
