/** Attacks the HTTP front of the embedded engine with raw requests. */
import fc from 'fast-check';
import type { AccountName } from '@tokentrail/clickhouse';
import { bytes } from './bytes.ts';
import { credentials, seed, IN_ATTEMPTS, IN_RECORDS, PASSWORDS, PLANTED, selectCanary, startEngine } from './engine.ts';
import { headText, rawRequests, send, type RawRequest } from './raw-http.ts';
import type { Target } from './target.ts';

const STATEMENTS = [
  'SELECT 1',
  'SELECT * FROM usage_records FORMAT JSON',
  'SELECT user_id FROM usage_records WHERE user_id = {u:String}',
  'SELECT * FROM attempts',
  'SELECT * FROM system.processes',
  'DESCRIBE TABLE tokentrail_ledger.landing',
  'SELECT displayName(), version(), revision(), timezone()',
  'INSERT INTO tokentrail_ledger.landing (Timestamp, TraceId) FORMAT Native',
  'INSERT INTO tokentrail_ledger.landing (Timestamp, TraceId, SpanId, SpanAttributes) FORMAT JSONEachRow',
  'INSERT INTO tokentrail_ledger.landing FORMAT CSV',
  'INSERT INTO tokentrail_ledger.usage_records VALUES',
  'INSERT INTO tokentrail_ledger.repriced FORMAT Native',
  'SELECT',
  ';',
  '\0',
];
const ROW =
  '{"Timestamp":"2026-11-02 10:00:00","TraceId":"a","SpanId":"b","SpanAttributes":{"tokentrail.record.type":"usage"}}\n';

const statement = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...STATEMENTS) },
  { weight: 1, arbitrary: fc.string() },
);
const ACCOUNT_NAMES = Object.keys(PASSWORDS) as AccountName[];

const parameter: fc.Arbitrary<string> = fc.oneof(
  statement.map((sql) => `query=${encodeURIComponent(sql)}`),
  fc.constantFrom(
    'default_format=JSON',
    'default_format=Native',
    'compress=1',
    'decompress=1',
    'param_u=a',
    'param_u=',
  ),
  fc.constantFrom('client_protocol_version=54460', 'client_protocol_version=x', 'readonly=0', 'max_execution_time=0'),
  fc.constantFrom(
    'session_id=a&session_timeout=9',
    'database=system',
    'user=default&password=',
    'query=%FF%00',
    'query=%',
  ),
);
const targets = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(parameter, { maxLength: 4 }).map((parameters) => `/?${parameters.join('&')}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/ping',
      '/play',
      '//',
      '/%00',
      '/..',
      '*',
      '',
      'http://[',
      'http://a:99999/',
      '/?query=%',
    ),
  },
  { weight: 1, arbitrary: headText },
);
const headers: fc.Arbitrary<[string, string]> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...ACCOUNT_NAMES.flatMap((name) => Object.entries(credentials(name)))),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<[string, string]>(
      ['Content-Encoding', 'gzip'],
      ['Content-Encoding', 'gzip, gzip'],
      ['Content-Encoding', 'br'],
      ['Accept-Encoding', 'gzip'],
      ['Expect', '100-continue'],
      ['Upgrade', 'websocket'],
      ['Host', 'evil.example'],
      ['Origin', 'http://evil.example'],
      ['X-ClickHouse-Format', 'Native'],
      ['Authorization', 'Basic ====='],
      ['Transfer-Encoding', 'gzip, chunked'],
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('X-ClickHouse-User', 'X-ClickHouse-Format', 'Range'), headText) },
);

/** Half of the requests carry the credentials of one account. */
const withAccount = (requests: RawRequest[], accounts: (AccountName | null)[]): RawRequest[] =>
  requests.map((request, index) => {
    const account = accounts[index % accounts.length];
    return account === null || account === undefined
      ? request
      : { ...request, headers: [...Object.entries(credentials(account)), ...request.headers] };
  });

const requests = rawRequests({
  methods: ['POST', 'POST', 'GET', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT'],
  targets,
  headers,
  body: bytes(fc.oneof(statement, fc.constant(ROW)), 40_000_000),
});
const accounts = fc.array(fc.option(fc.constantFrom(...ACCOUNT_NAMES)), { minLength: 1, maxLength: 4 });

export const httpFront: Target<RawRequest[]> = {
  name: 'http-front',
  inputs: fc.tuple(requests, accounts).map(([made, by]) => withAccount(made, by)),
  async start() {
    const engine = await startEngine('ledger');
    await seed(engine, { attemptsMark: IN_ATTEMPTS, recordsMark: IN_RECORDS });
    return {
      pid: engine.pid,
      memoryMiB: 3000,
      canary: selectCanary(engine, 'tokentrail_ledger_reader'),
      async attack(attacks) {
        const responses = await Promise.all(attacks.map((request) => send(engine.port, request)));
        responses.forEach((response, index) => checkResponse(response, attacks[index]));
      },
      finish: () => Promise.resolve(),
      stop: () => engine.stop(),
    };
  },
};

function checkResponse(response: string, request: RawRequest | undefined): void {
  const sentOnes = JSON.stringify(request);
  const leaked = [
    { mark: PLANTED, what: 'a password', isAllowed: false },
    { mark: 'root:x:0:0', what: 'a file of the machine', isAllowed: false },
    { mark: IN_ATTEMPTS, what: 'the attempts', isAllowed: sentOnes.includes('tokentrail_attempts_reader') },
    { mark: IN_RECORDS, what: 'the records', isAllowed: sentOnes.includes('tokentrail_ledger_reader') },
  ].find(({ mark, isAllowed }) => !isAllowed && response.includes(mark));
  if (leaked !== undefined) throw new Error(`the response holds ${leaked.what}`);
}
