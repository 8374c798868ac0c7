/** HTTP requests written to a bare socket, so that every part can be invalid. */
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { buildBytes, type Bytes } from './bytes.ts';

/** How the request announces its body's length. */
export type Framing = 'right' | 'more' | 'less' | 'none' | 'two' | 'negative' | 'chunked' | 'bad chunks' | 'open chunk';

export interface RawRequest {
  method: string;
  /** The target in the request line. */
  target: string;
  headers: [name: string, value: string][];
  body: Bytes;
  framing: Framing;
  /** Share of the request that is sent before the client leaves; 1: it waits for the response. */
  sent: number;
  /** How the client leaves. */
  end: 'reset' | 'close' | 'half-close';
}

/** Maximum wait for a response, ms. */
const PATIENCE_MS = 1500;
/** Time that a client with an unfinished request stays connected, ms. */
const LINGER_MS = 20;
const MAX_RECEIVED = 4 * 1024 * 1024;

function headOf(request: RawRequest, port: number, length: number): string {
  const framing: Record<Framing, string[]> = {
    right: [`Content-Length: ${length}`],
    more: [`Content-Length: ${length + 1000}`],
    less: [`Content-Length: ${Math.floor(length / 2)}`],
    none: [],
    two: [`Content-Length: ${length}`, 'Transfer-Encoding: chunked'],
    negative: ['Content-Length: -1'],
    chunked: ['Transfer-Encoding: chunked'],
    'bad chunks': ['Transfer-Encoding: chunked'],
    'open chunk': ['Transfer-Encoding: chunked'],
  };
  const hasHost = request.headers.some(([name]) => name.toLowerCase() === 'host');
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...(hasHost ? [] : [`Host: 127.0.0.1:${port}`]),
    'Connection: close',
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ...framing[request.framing],
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function withFraming(body: Buffer, framing: Framing): Buffer {
  const size = Buffer.from(`${body.length.toString(16)}\r\n`);
  if (framing === 'chunked' || framing === 'two') {
    return Buffer.concat([...(body.length === 0 ? [] : [size, body, Buffer.from('\r\n')]), Buffer.from('0\r\n\r\n')]);
  }
  if (framing === 'bad chunks') return Buffer.concat([Buffer.from('fffffffff\r\n'), body]);
  return framing === 'open chunk' ? Buffer.concat([size, body]) : body;
}

/** Sends `request` and resolves with the response, Latin-1. Never rejects. */
export function send(port: number, request: RawRequest): Promise<string> {
  const body = buildBytes(request.body);
  const requestBytes = Buffer.concat([
    Buffer.from(headOf(request, port, body.length), 'latin1'),
    withFraming(body, request.framing),
  ]);
  const bytes = requestBytes.subarray(0, Math.ceil(requestBytes.length * request.sent));
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    let received = 0;
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= MAX_RECEIVED) chunks.push(chunk);
      else socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    socket.on('connect', () =>
      socket.write(bytes, () => bytes.length < requestBytes.length && goAway(socket, request.end)),
    );
  });
}

function goAway(socket: Socket, end: RawRequest['end']): void {
  setTimeout(() => {
    if (end === 'half-close') socket.end();
    else if (end === 'reset') socket.resetAndDestroy();
    else socket.destroy();
  }, LINGER_MS);
}

/** Text for the head, without line breaks, which would end it. */
export const headText = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map(headCharacter), maxLength: 60 });

function headCharacter(code: number): string {
  return code === 10 || code === 13 ? ' ' : String.fromCharCode(code);
}

export const framing: fc.Arbitrary<Framing> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Framing>('right') },
  { weight: 2, arbitrary: fc.constant<Framing>('chunked') },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Framing>('more', 'less', 'none', 'two', 'negative', 'bad chunks', 'open chunk'),
  },
);

/** Mostly the complete request. */
export const sent: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
);

export interface RequestParts {
  methods: readonly string[];
  targets: fc.Arbitrary<string>;
  headers: fc.Arbitrary<[string, string]>;
  body: fc.Arbitrary<Bytes>;
}

/** One to four concurrent requests. */
export function rawRequests({ methods, targets, headers, body }: RequestParts): fc.Arbitrary<RawRequest[]> {
  const request: fc.Arbitrary<RawRequest> = fc.record({
    method: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...methods) }, { weight: 1, arbitrary: headText }),
    target: targets,
    headers: fc.array(headers, { maxLength: 5 }),
    body,
    framing,
    sent,
    end: fc.constantFrom('reset', 'close', 'half-close'),
  });
  return fc.array(request, { minLength: 1, maxLength: 4 });
}
