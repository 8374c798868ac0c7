import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Control } from '../control.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from '../engine/test-store.ts';

let store: TestStore;
let control: Control;
let died = '';
beforeAll(async () => {
  [store, control] = await Promise.all([startTestStore('ledger'), Control.start()]);
  void store.engine.died.then((why) => {
    died = why;
  });
}, 60_000);
afterAll(() => Promise.all([store.end(), control.stop()]));

const COLUMNS = Object.keys(landingRow(1)).join(', ');
const INSERT = encodeURIComponent(`INSERT INTO tokentrail_ledger.landing (${COLUMNS}) FORMAT JSONEachRow`);
const INSERT_NATIVE = encodeURIComponent(`INSERT INTO tokentrail_ledger.landing (${COLUMNS}) FORMAT Native`);
const ROWS = Array.from({ length: 5_000 }, (_, id) => JSON.stringify(landingRow(id))).join('\n');
const PACKED = gzipSync(ROWS);
/** 64 MiB of zeros, compressed to 64 KiB. */
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });

const READER = credentials('tokentrail_ledger_reader');
const WRITER = credentials('tokentrail_writer');

function credentials(name: 'tokentrail_ledger_reader' | 'tokentrail_writer'): string {
  return `X-ClickHouse-User: ${name}\r\nX-ClickHouse-Key: ${PASSWORDS[name]}\r\n`;
}

/** Sends raw bytes. Resolves with the response when the connection ends, or after `ms`. */
function send(parts: readonly (string | Buffer)[], { ms = 10_000, cut = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(Number(new URL(store.engine.url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    const end = (): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    const late = setTimeout(end, ms);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', end).on('close', end);
    for (const part of parts) {
      socket.write(part);
    }
    if (cut) {
      setTimeout(() => socket.resetAndDestroy(), 100);
    }
  });
}

function head(path: string, headers: string, method = 'POST'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${headers}\r\n`;
}

function sized(path: string, headers: string, body: string | Buffer, announced = body.length): (string | Buffer)[] {
  return [head(path, `${headers}Content-Length: ${announced}\r\n`), body];
}

const GZIP = 'Content-Encoding: gzip\r\n';

const RESPONDED: Record<string, [parts: (string | Buffer)[], status: number, code: string | null]> = {
  'plain SQL announced as gzip': [sized('/', READER + GZIP, 'x'), 400, '354'],
  'SQL in gzip that is cut short': [sized('/', READER + GZIP, gzipSync('SELECT 1').subarray(0, 20)), 400, '354'],
  'an empty body announced as gzip': [sized('/', READER + GZIP, ''), 400, '354'],
  'SQL in gzip with a wrong checksum': [sized('/', READER + GZIP, wrongEnd(gzipSync('SELECT 1'))), 400, '354'],
  'SQL in a gzip bomb': [sized('/', READER + GZIP, BOMB), 413, '223'],
  'a plain insert announced as gzip': [sized(`/?query=${INSERT}`, WRITER + GZIP, ROWS), 400, '354'],
  'an insert in gzip that is cut short': [
    sized(`/?query=${INSERT}`, WRITER + GZIP, PACKED.subarray(0, PACKED.length / 2)),
    400,
    '354',
  ],
  'an insert in gzip with a wrong checksum': [sized(`/?query=${INSERT}`, WRITER + GZIP, wrongEnd(PACKED)), 400, '354'],
  'an insert in a gzip bomb': [
    sized(`/?query=${INSERT}`, WRITER + GZIP, Buffer.concat(Array<Buffer>(6).fill(BOMB))),
    413,
    '223',
  ],
  'an insert in JSON that breaks off': [sized(`/?query=${INSERT}`, WRITER, `${ROWS}\n{"TraceId":"`), 400, '26'],
  'an insert in Native that announces 2^60 rows': [
    sized(`/?query=${INSERT_NATIVE}`, WRITER, Buffer.from('01ffffffffffffffff0f0754726163654964', 'hex')),
    500,
    expect.any(String) as unknown as string,
  ],
  'another encoding': [sized('/', `${READER}Content-Encoding: br\r\n`, 'x'), 501, '48'],
  'two encodings': [sized('/', `${READER}Content-Encoding: gzip, gzip\r\n`, 'x'), 501, '48'],
  'a broken percent escape': [[head('/?query=%zz%', READER, 'GET')], 400, '62'],
  'a broken escape in a path': [[head('/%', READER, 'GET')], 404, null],
  'a NUL in the path': [[head('/%00', READER, 'GET')], 404, null],
  'a NUL in a parameter': [[head('/?query=SELECT%20{x:String}%20FORMAT%20CSV&param_x=%00', READER, 'GET')], 400, '36'],
  'a NUL in the query': [[head('/?query=SELECT%00', READER, 'GET')], 400, '36'],
  'a URL without a host': [[head('//', READER, 'GET')], 400, '36'],
  'a URL with half an address': [[head('http://[', READER, 'GET')], 400, '36'],
  'half a surrogate': [[head('/?query=SELECT%20%27%ED%A0%80%27%20FORMAT%20CSV', READER, 'GET')], 200, null],
  'chunks without a size': [[head('/', `${READER}Transfer-Encoding: chunked\r\n`), 'zz\r\nx\r\n'], 400, null],
  'chunks that do not end': [[head('/', `${READER}Transfer-Encoding: chunked\r\n`), '5\r\nSELECT 1\r\n'], 400, null],
  'headers of two megabytes': [[head('/', `X-Long: ${'a'.repeat(2 * 1024 * 1024)}\r\n`)], 431, null],
  'a thousand parameters': [
    [head(`/?query=SELECT%201%20FORMAT%20CSV&${'param_a=1&'.repeat(1_000)}`, READER, 'GET')],
    200,
    null,
  ],
  'a parameter named like a property of every object': [
    [head('/?query=SELECT%20{constructor:String}%20FORMAT%20CSV', READER, 'GET')],
    500,
    '456',
  ],
  'the method CONNECT': [[head('/', READER, 'CONNECT')], 0, null],
  'bytes that are not HTTP': [['\x16\x03\x01\x00\x00\r\n\r\n'], 400, null],
};

function wrongEnd(packed: Buffer): Buffer {
  const wrong = Buffer.from(packed);
  wrong.fill(0x55, wrong.length - 8);
  return wrong;
}

/** Requests whose client does not wait for a response. */
const BROKEN_OFF: Record<string, (string | Buffer)[]> = {
  'six of a thousand announced bytes': sized('/', READER, 'SELECT', 1_000),
  'half an insert': sized(`/?query=${INSERT}`, WRITER, ROWS.slice(0, ROWS.length / 2), ROWS.length),
  'half an insert in gzip': sized(
    `/?query=${INSERT}`,
    WRITER + GZIP,
    PACKED.subarray(0, PACKED.length / 2),
    PACKED.length,
  ),
  'a chunk that is cut short': [
    head(`/?query=${INSERT}`, `${WRITER}Transfer-Encoding: chunked\r\n`),
    `ffff\r\n${ROWS.slice(0, 1_000)}`,
  ],
  'headers alone': ['POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half'],
  'a query whose response is never read': [
    head(`/?query=${encodeURIComponent('SELECT * FROM usage_records FORMAT JSON')}`, READER, 'GET'),
  ],
};

async function expectServed(): Promise<void> {
  const count = () => expect(store.rows('SELECT count() AS n FROM usage_records')).resolves.toEqual([{ n: '0' }]);
  expect(await control.timeOf(count)).toBeLessThan(1_000);
  expect(died).toBe('');
  expect(process.kill(store.engine.pid, 0)).toBe(true);
  expect(readdirSync(join(store.dataDir, 'spool'))).toEqual([]);
}

test.each(Object.entries(RESPONDED))(
  'the next request after %s is served, and nothing was inserted',
  async (_what, [parts, status, code]) => {
    const response = await send(parts);
    expect(Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1] ?? 0)).toBe(status);
    expect(/X-ClickHouse-Exception-Code: (\d+)/i.exec(response)?.[1] ?? null).toEqual(code);
    await expectServed();
  },
  30_000,
);

test.each(Object.entries(BROKEN_OFF))(
  'a client that disconnects after %s leaves no data',
  async (_what, parts) => {
    await send(parts, { cut: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expectServed();
  },
  30_000,
);

test('bytes after a complete gzip stream are not read as data', async () => {
  const response = await send(sized('/', READER + GZIP, Buffer.concat([gzipSync('SELECT 7'), Buffer.from('garbage')])));
  expect(response).toMatch(/^HTTP\/1\.1 (?:200|400)/);
  await expectServed();
});

test('others are served within a second while a gzip bomb is decompressed', async () => {
  const bomb = send(sized(`/?query=${INSERT}`, WRITER + GZIP, Buffer.concat(Array<Buffer>(6).fill(BOMB))));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const one = () => expect(store.rows('SELECT 1 AS x')).resolves.toEqual([{ x: 1 }]);
  expect(await control.timeOf(one)).toBeLessThan(1_000);
  expect(await bomb).toContain('413');
  await expectServed();
}, 30_000);

test('fifty clients that stop sending do not delay others', async () => {
  const slow = Array.from({ length: 50 }, () => send(sized('/', READER, 'SELECT', 1_000), { ms: 2_000 }));
  await expectServed();
  await Promise.all(slow);
  await expectServed();
}, 30_000);
