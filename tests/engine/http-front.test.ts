import { request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeNativeBlock } from '../../packages/embedded-clickhouse/src/native-block.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore('ledger');
  await store.insert('tokentrail_ledger.landing', [landingRow(1), landingRow(2)]);
}, 60_000);
afterAll(() => store.end());

const COUNT = 'SELECT count() AS n FROM tokentrail_ledger.usage_records';

/** Sends a request with headers that fetch would not send. */
function raw(headers: Record<string, string>, path = '/ping'): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(`${store.engine.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });
}

test('ping responds without a password', async () => {
  const responseBody = await raw({});
  expect([responseBody.status, responseBody.body.toString()]).toEqual([200, 'Ok.\n']);
});

test('an account logs in by headers, by Basic or in the URL', async () => {
  const name = 'tokentrail_ledger_reader';
  const password = PASSWORDS[name];
  const basic = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  const query = `query=${encodeURIComponent(COUNT)}&default_format=CSV`;
  const inUrl = `user=${name}&password=${encodeURIComponent(password)}`;
  const responses = await Promise.all([
    raw({ 'X-ClickHouse-User': name, 'X-ClickHouse-Key': password }, `/?${query}`),
    raw({ Authorization: basic }, `/?${query}`),
    raw({}, `/?${query}&${inUrl}`),
  ]);
  expect(responses.map(({ status, body }) => [status, body.toString()])).toEqual(Array(3).fill([200, '2\n']));
});

test.each([
  ['a wrong password', { 'X-ClickHouse-User': 'tokentrail_ledger_reader', 'X-ClickHouse-Key': 'x' }],
  ['an unknown user', { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': '' }],
  ['no user', { 'X-ClickHouse-User': '', 'X-ClickHouse-Key': '' }],
  [
    "another store's account",
    { 'X-ClickHouse-User': 'tokentrail_traces_reader', 'X-ClickHouse-Key': PASSWORDS.tokentrail_traces_reader },
  ],
])("%s gets 403 with code 516, like a server's response", async (_what, headers) => {
  const responseBody = await store.ask(COUNT, { headers });
  expect([responseBody.status, responseBody.code]).toEqual([403, '516']);
  expect(responseBody.text).toMatch(/^Code: 516\. DB::Exception: .*\(AUTHENTICATION_FAILED\)/);
});

test.each([
  ['a foreign host name that resolves to loopback', { Host: 'evil.example' }],
  ['a web page', { Origin: 'http://127.0.0.1:3000' }],
  ['a sandboxed web page', { Origin: 'null' }],
])('a request is refused from %s', async (_what, headers) => {
  expect((await raw(headers)).status).toBe(403);
});

test.each([
  ['JSON', 'application/json'],
  ['JSONCompact', 'application/json'],
  ['JSONEachRow', 'application/x-ndjson'],
  ['CSV', 'text/csv'],
  ['Native', 'application/octet-stream'],
  ['TSVRaw', 'text/tab-separated-values'],
])('a reader gets the format %s with its content type', async (format, type) => {
  const trailing = await store.ask(`${COUNT} FORMAT ${format}`);
  expect([trailing.status, trailing.headers.get('X-ClickHouse-Format')]).toEqual([200, format]);
  expect(trailing.headers.get('Content-Type')).toContain(type);
  const byDefault = await store.ask(COUNT, { parameters: { default_format: format } });
  expect(byDefault.headers.get('X-ClickHouse-Format')).toBe(format);
});

test('errors carry the code and status of a server', async () => {
  const ask = async (sql: string): Promise<unknown[]> => {
    const { status, code } = await store.ask(sql);
    return [status, code];
  };
  await expect(ask('SELEC 1')).resolves.toEqual([400, '62']);
  await expect(ask('SELECT nothing FROM usage_records')).resolves.toEqual([404, '47']);
  await expect(ask('SELECT 1 FROM not_there')).resolves.toEqual([404, '60']);
  await expect(ask('SELECT 1 FORMAT Pretty')).resolves.toEqual([404, '73']);
  await expect(ask('SELECT {x:String}')).resolves.toEqual([500, '456']);
});

test('typed parameters reach the query as values', async () => {
  const sql = `SELECT {text:String} AS text, {list:Array(String)} AS list, {big:Int64} AS big,
    toUnixTimestamp64Milli({at:DateTime64(3, 'UTC')}) AS at, {none:Nullable(String)} AS none LIMIT {n:UInt32}`;
  const parameters = {
    param_text: "it's\\n' OR 1 --",
    param_list: "['a','b\\'c']",
    param_big: '9007199254740993',
    param_at: '1763800000.123',
    param_none: '\\N',
    param_n: '1',
  };
  const { text } = await store.ask(sql, { parameters });
  expect(JSON.parse(text)).toEqual({
    text: "it's\n' OR 1 --",
    list: ['a', "b'c"],
    big: '9007199254740993',
    at: '1763800000123',
    none: null,
  });
});

test('responses are compressed if the client accepts gzip', async () => {
  const name = 'tokentrail_ledger_reader';
  const headers = { 'X-ClickHouse-User': name, 'X-ClickHouse-Key': PASSWORDS[name], 'Accept-Encoding': 'gzip' };
  const query = encodeURIComponent(`SELECT '${'a'.repeat(100_000)}' AS x FORMAT CSV`);
  const { body } = await raw(headers, `/?query=${query}`);
  expect(body.length).toBeLessThan(1_000);
  expect(gunzipSync(body).toString()).toBe(`"${'a'.repeat(100_000)}"\n`);
});

test('a Native body that the engine wrote can be inserted again, compressed or not', async () => {
  await store.insert('tokentrail_ledger.price_entries', [{ entry: 'one', body: '{"ü":1}' }]);
  const native = await raw(
    { 'X-ClickHouse-User': 'tokentrail_attempts_reader', 'X-ClickHouse-Key': PASSWORDS.tokentrail_attempts_reader },
    `/?query=${encodeURIComponent(`SELECT concat(entry, '-again') AS entry, body FROM price_entries FORMAT Native`)}`,
  );
  const sql = `INSERT INTO tokentrail_ledger.price_entries (entry, body) FORMAT Native`;
  const account = 'tokentrail_writer';
  const plain = await store.ask(sql, { account, body: new Uint8Array(native.body) });
  const packed = await store.ask(sql, {
    account,
    body: new Uint8Array(gzipSync(native.body)),
    headers: { 'Content-Encoding': 'gzip' },
  });
  expect([plain.status, packed.status]).toEqual([200, 200]);
  await expect(
    store.rows(
      'SELECT entry, body, count() AS n FROM price_entries GROUP BY entry, body ORDER BY entry',
      'tokentrail_attempts_reader',
    ),
  ).resolves.toEqual([
    { entry: 'one', body: '{"ü":1}', n: '1' },
    { entry: 'one-again', body: '{"ü":1}', n: expect.any(String) },
  ]);
});

test('a batch of bodies of 64 MiB is accepted', async () => {
  const row = landingRow(3, { 'user.id': 'x'.repeat(1024 * 1024) });
  const body = `${JSON.stringify(row)}\n`.repeat(64);
  const sql = `INSERT INTO tokentrail_ledger.landing (${Object.keys(row).join(', ')}) FORMAT JSONEachRow`;
  const responseBody = await store.ask(sql, { account: 'tokentrail_writer', body });
  expect([responseBody.status, responseBody.text]).toEqual([200, '']);
}, 30_000);

test('an invalid body is refused with a code, and the next insert succeeds', async () => {
  const sql = 'INSERT INTO tokentrail_ledger.landing (TraceId) FORMAT Native';
  const account = 'tokentrail_writer';
  expect((await store.ask(sql, { account, body: 'rubbish' })).code).toMatch(/^\d+$/);
  await store.insert('tokentrail_ledger.landing', [landingRow(4)]);
  await expect(
    store.rows(`SELECT trace_id FROM usage_records WHERE span_id = '${'4'.padStart(16, '0')}'`),
  ).resolves.toHaveLength(1);
});

test('a client like the Go driver gets Native blocks of the revision that it asks for', async () => {
  const parameters = { client_protocol_version: '54460', default_format: 'Native' };
  const { headers } = await store.ask('DESC TABLE tokentrail_ledger.landing', {
    account: 'tokentrail_writer',
    parameters,
  });
  expect(headers.get('X-ClickHouse-Format')).toBe('Native');
  const block = encodeNativeBlock({
    meta: [
      { name: 's', type: 'String' },
      { name: 'n', type: 'UInt16' },
    ],
    data: [
      ['ä', 258],
      ['', '1'],
    ],
  });
  expect(block.toString('hex')).toBe(
    // block info, 2 columns, 2 rows, then per column: name, type, default serialization, values
    ['010002ffffffff00', '0202', '0173', '06537472696e67', '00', '02c3a4', '00'].join('') +
      ['016e', '0655496e743136', '00', '0201', '0100'].join(''),
  );
});
